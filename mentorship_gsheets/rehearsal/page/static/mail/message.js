// A message of the Gmail API as its recipient's mail program would take it apart.

const bytesOf = (data) => Uint8Array.from(atob(data.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

export const textOf = (data) => new TextDecoder().decode(bytesOf(data));

/** A header with its encoded words (RFC 2047) read out. */
export function decodeHeader(value) {
  const joined = value.replaceAll(/(\?=)\s+(=\?)/g, "$1$2");
  return joined.replaceAll(/=\?([^?]+)\?([bq])\?([^?]*)\?=/gi, (word, charset, encoding, text) => {
    try {
      const bytes = encoding.toLowerCase() === "b"
        ? bytesOf(text)
        : Uint8Array.from(
            text.replaceAll("_", " ").replaceAll(/=([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(parseInt(code, 16))),
            (letter) => letter.charCodeAt(0),
          );
      return new TextDecoder(charset).decode(bytes);
    } catch {
      return word;
    }
  });
}

/** A header of a message by name, decoded; empty where it has none. */
export function header(message, name) {
  const found = (message.payload?.headers ?? []).find((one) => one.name.toLowerCase() === name.toLowerCase());
  return found ? decodeHeader(found.value) : "";
}

function* partsOf(part) {
  if (!part) return;
  yield part;
  for (const inner of part.parts ?? []) yield* partsOf(inner);
}

/** What a message says: `{html, text, attachments}`, each null or empty where there is none. */
export function contentOf(message) {
  const parts = [...partsOf(message.payload)];
  const body = (kind) => parts.find((part) => part.mimeType === kind && !part.filename && part.body?.data);
  const [html, text] = [body("text/html"), body("text/plain")];
  const attachments = parts
    .filter((part) => part.filename)
    .map((part) => ({ name: part.filename, type: part.mimeType, size: part.body?.size ?? 0, id: part.body?.attachmentId, data: part.body?.data }));
  return { html: html ? textOf(html.body.data) : null, text: text ? textOf(text.body.data) : null, attachments };
}

/** The names in an address header, or the addresses where there are no names. */
export function namesOf(value) {
  const people = value.match(/(?:"(?:\\.|[^"\\])*"|[^,"])+/g) ?? [];
  return people.map((one) => /^\s*(?:"((?:\\.|[^"\\])*)"|([^<]*?))\s*<[^>]*>\s*$/.exec(one)).map((match, place) => {
    const name = (match?.[1] ?? match?.[2] ?? "").replaceAll(/\\(.)/g, "$1").trim();
    return name || people[place].replaceAll(/[<>]/g, "").trim();
  });
}
