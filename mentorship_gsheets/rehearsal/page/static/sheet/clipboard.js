// Cells as the text that spreadsheets exchange: tabs between columns, lines between rows, quotes where needed.

const quoted = (text) => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Rows of texts as clipboard text. */
export const toText = (rows) => rows.map((row) => row.map(quoted).join("\t")).join("\n");

/** Clipboard text as rows of texts, all of one length. */
export function fromText(text) {
  const rows = [[""]];
  let inQuotes = false;
  const clean = text.replaceAll("\r\n", "\n").replace(/\n$/, "");
  for (let place = 0; place < clean.length; place += 1) {
    const character = clean[place];
    const row = rows.at(-1);
    if (inQuotes) {
      if (character !== '"') row[row.length - 1] += character;
      else if (clean[place + 1] === '"') {
        row[row.length - 1] += '"';
        place += 1;
      } else inQuotes = false;
    } else if (character === '"' && row.at(-1) === "") inQuotes = true;
    else if (character === "\t") row.push("");
    else if (character === "\n") rows.push([""]);
    else row[row.length - 1] += character;
  }
  const width = Math.max(...rows.map((row) => row.length));
  return rows.map((row) => [...row, ...Array(width - row.length).fill("")]);
}
