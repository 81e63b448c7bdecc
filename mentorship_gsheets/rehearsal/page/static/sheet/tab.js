// One tab: its cells as far as they have been read, and the sizes of its rows and columns.

import { sheets } from "../api.js";
import { columnName, covers, inTab } from "./a1.js";
import { Axis } from "./axis.js";
import { neededHeight } from "./look.js";

const CHUNK = 100;
const DEFAULT_HEIGHT = 21;
const DEFAULT_WIDTH = 100;
const MOST_FLASHES = 400;

const ABOUT_ROWS = "sheets(data(rowMetadata(pixelSize,hiddenByFilter,hiddenByUser),columnMetadata(pixelSize,hiddenByUser)))";
const ABOUT_CELLS =
  "sheets(data(rowData(values(userEnteredValue,effectiveValue,formattedValue,note,hyperlink,dataValidation,textFormatRuns," +
  "effectiveFormat(backgroundColorStyle,borders,horizontalAlignment,verticalAlignment,wrapStrategy," +
  "textFormat(foregroundColorStyle,fontFamily,fontSize,bold,italic,strikethrough,underline))))))";

/** One tab of the book with the cells read so far. */
export class Tab {
  constructor(book, about) {
    this.book = book;
    this.chunks = new Map();
    this.stale = new Set();
    this.auto = new Map();
    this.fresh = new Map();
    this.rowSizes = [];
    this.columnSizes = [];
    this.filter = null;
    this.reading = new Set();
    this.take(about);
  }

  take(about) {
    this.about = about;
    this.id = about.properties.sheetId ?? 0;
    this.title = about.properties.title;
    const grid = about.properties.gridProperties ?? {};
    this.rowCount = grid.rowCount ?? 0;
    this.columnCount = grid.columnCount ?? 0;
    this.frozenRows = grid.frozenRowCount ?? 0;
    this.frozenColumns = grid.frozenColumnCount ?? 0;
    this.covered = new Map();
    for (const merge of about.merges ?? []) {
      for (let row = merge.startRowIndex; row < merge.endRowIndex; row += 1) {
        for (let column = merge.startColumnIndex; column < merge.endColumnIndex; column += 1) {
          this.covered.set(row * 65536 + column, merge);
        }
      }
    }
  }

  /** The cell, `{}` where nothing stands, undefined where it has not been read yet. */
  cell(row, column) {
    const rows = this.chunks.get(Math.floor(row / CHUNK));
    return rows && (rows[row % CHUNK]?.values?.[column] ?? {});
  }

  /** Show texts as typed until the cells have been read again. */
  expect(box, texts) {
    texts.forEach((line, down) => line.forEach((formattedValue, across) => {
      const [row, column] = [box.top + down, box.left + across];
      const rows = this.chunks.get(Math.floor(row / CHUNK));
      if (!rows) return;
      const values = [...((rows[row % CHUNK] ??= {}).values ?? [])];
      while (values.length <= column) values.push({});
      values[column] = { ...values[column], formattedValue };
      rows[row % CHUNK] = { ...rows[row % CHUNK], values };
    }));
  }

  /** The merge a cell is part of, if any. */
  merge(row, column) {
    return this.covered.get(row * 65536 + column);
  }

  /** The tool columns and the like: what protects a box, if anything does. */
  protection(box) {
    return (this.about.protectedRanges ?? []).find(({ range = {} }) => {
      for (const row of [box.top, box.bottom]) {
        for (const column of [box.left, box.right]) if (covers(range, row, column)) return true;
      }
      return false;
    });
  }

  /** A box that stays inside the grid. */
  clip(box) {
    const row = (value) => Math.max(0, Math.min(value, this.rowCount - 1));
    const column = (value) => Math.max(0, Math.min(value, this.columnCount - 1));
    return { top: row(box.top), bottom: row(box.bottom), left: column(box.left), right: column(box.right) };
  }

  axes() {
    const rows = new Float64Array(this.rowCount);
    for (let row = 0; row < this.rowCount; row += 1) {
      const { pixelSize = DEFAULT_HEIGHT, hiddenByUser, hiddenByFilter } = this.rowSizes[row] ?? {};
      if (hiddenByUser || hiddenByFilter || this.filter?.hides(row)) continue;
      // Rows nobody has sized grow with their text.
      rows[row] = pixelSize === DEFAULT_HEIGHT ? (this.auto.get(row) ?? DEFAULT_HEIGHT) : pixelSize;
    }
    const columns = new Float64Array(this.columnCount);
    for (let column = 0; column < this.columnCount; column += 1) {
      const { pixelSize = DEFAULT_WIDTH, hiddenByUser } = this.columnSizes[column] ?? {};
      columns[column] = hiddenByUser ? 0 : pixelSize;
    }
    return { rows: new Axis(rows, this.frozenRows), columns: new Axis(columns, this.frozenColumns) };
  }

  /** Read the sizes of rows and columns, and which are hidden. */
  async readSizes() {
    const whole = `A1:${columnName(this.columnCount - 1)}${this.rowCount}`;
    const reply = await sheets.read(this.book.id, { ranges: inTab(this.title, whole), fields: ABOUT_ROWS });
    const data = reply.sheets[0].data?.[0] ?? {};
    this.rowSizes = data.rowMetadata ?? [];
    this.columnSizes = data.columnMetadata ?? [];
  }

  /**
   * Read those of some rows that are not there or no longer true, in pieces of a hundred.
   * @returns {Promise<boolean>} whether anything was read
   */
  async want(rows) {
    const { reading } = this;
    const chunks = new Set(rows.filter((row) => row < this.rowCount).map((row) => Math.floor(row / CHUNK)));
    const wanted = [...chunks].filter(
      (chunk) => (!this.chunks.has(chunk) || this.stale.has(chunk)) && !reading.has(chunk));
    if (wanted.length === 0 || this.columnCount === 0) return false;
    const generation = this.book.generation;
    for (const chunk of wanted) reading.add(chunk);
    try {
      const lastColumn = columnName(this.columnCount - 1);
      const ranges = wanted.map((chunk) =>
        inTab(this.title, `A${chunk * CHUNK + 1}:${lastColumn}${Math.min((chunk + 1) * CHUNK, this.rowCount)}`));
      const { data } = (await sheets.read(this.book.id, { ranges, fields: ABOUT_CELLS })).sheets[0];
      if (generation !== this.book.generation) return true;
      wanted.forEach((chunk, place) => this.#put(chunk, data[place].rowData ?? []));
    } finally {
      for (const chunk of wanted) reading.delete(chunk);
    }
    return true;
  }

  /** Read all rows from one to another, as far as they are not known. */
  async wantAll(top, bottom) {
    const rows = Array.from({ length: bottom - top + 1 }, (_, place) => top + place);
    while (await this.want(rows));
  }

  #put(chunk, rows) {
    const before = this.chunks.get(chunk);
    if (before) this.#compare(chunk, before, rows);
    this.chunks.set(chunk, rows);
    this.stale.delete(chunk);
    for (let place = 0; place < CHUNK; place += 1) this.#fit(chunk * CHUNK + place, rows[place]?.values ?? []);
  }

  #fit(row, cells) {
    let height = DEFAULT_HEIGHT;
    cells.forEach((cell, column) => {
      if (!cell.formattedValue || this.merge(row, column)) return;
      height = Math.max(height, neededHeight(cell, this.columnSizes[column]?.pixelSize ?? DEFAULT_WIDTH));
    });
    if (height > DEFAULT_HEIGHT) this.auto.set(row, height);
    else this.auto.delete(row);
  }

  /** Note which cells changed, so that the eye finds them. */
  #compare(chunk, before, after) {
    const now = performance.now();
    const changed = [];
    for (let place = 0; place < Math.max(before.length, after.length); place += 1) {
      const [old, young] = [before[place]?.values ?? [], after[place]?.values ?? []];
      for (let column = 0; column < Math.max(old.length, young.length); column += 1) {
        const [was, is] = [old[column] ?? {}, young[column] ?? {}];
        if ((was.formattedValue ?? "") !== (is.formattedValue ?? "")) changed.push((chunk * CHUNK + place) * 65536 + column);
      }
    }
    if (changed.length <= MOST_FLASHES) for (const key of changed) this.fresh.set(key, now);
  }

  /** Nothing read so far is believed any more; it is shown until it has been read again. */
  doubt() {
    this.reading = new Set();
    for (const chunk of this.chunks.keys()) {
      if (chunk * CHUNK < this.rowCount) this.stale.add(chunk);
      else this.chunks.delete(chunk);
    }
  }

  isFresh(row, column) {
    const since = this.fresh.get(row * 65536 + column);
    return since !== undefined && performance.now() - since < 1600;
  }
}
