// Names of cells and ranges.

/** 0 is A, 26 is AA. */
export function columnName(index) {
  let name = "";
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}

export const cellName = (row, column) => `${columnName(column)}${row + 1}`;

/** The name of a box of cells: `{top, left, bottom, right}`, the last two included. */
export function boxName(box) {
  const first = cellName(box.top, box.left);
  const last = cellName(box.bottom, box.right);
  return first === last ? first : `${first}:${last}`;
}

/** A range in A1 notation with its tab. */
export const inTab = (title, range) => `'${title.replaceAll("'", "''")}'!${range}`;

/** The box named by `B2` or `B2:C9`; null for anything else. */
export function parseBox(text) {
  const match = /^\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?$/.exec(text.trim().toUpperCase());
  if (!match) return null;
  const column = (letters) => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  const [, left, top, right = left, bottom = top] = match;
  const rows = [top - 1, bottom - 1];
  const columns = [column(left), column(right)];
  return { top: Math.min(...rows), bottom: Math.max(...rows), left: Math.min(...columns), right: Math.max(...columns) };
}

/** A box as the API's GridRange. */
export const gridRange = (sheetId, box) => ({
  sheetId,
  startRowIndex: box.top,
  endRowIndex: box.bottom + 1,
  startColumnIndex: box.left,
  endColumnIndex: box.right + 1,
});

/** Whether a GridRange, open ends included, covers a cell. */
export const covers = (range, row, column) =>
  row >= (range.startRowIndex ?? 0) && row < (range.endRowIndex ?? Infinity) &&
  column >= (range.startColumnIndex ?? 0) && column < (range.endColumnIndex ?? Infinity);
