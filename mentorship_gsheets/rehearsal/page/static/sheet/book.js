// The spreadsheet as the page knows it: what the API said last, read piece by piece as it comes into view.

import { drive, sheets } from "../api.js";
import { columnName, gridRange, inTab } from "./a1.js";
import { Tab } from "./tab.js";

const ABOUT_TABS =
  "properties(title,locale),sheets(properties,merges,filterViews,basicFilter,charts,protectedRanges)";
/** A spreadsheet: its tabs, and how it came to know of changes. */
export class Book {
  /** @param {string} id @param {function()} told called when more is known about what dropdowns offer */
  constructor(id, told) {
    this.id = id;
    this.told = told;
    this.offers = new Map();
    this.tabs = [];
    this.generation = 0;
    this.foreign = 0;
    this.version = null;
  }

  async open() {
    this.version = await drive.version(this.id);
    await this.#readTabs();
  }

  tab(sheetId) {
    return this.tabs.find((tab) => tab.id === sheetId);
  }

  async #readTabs() {
    const about = await sheets.read(this.id, { fields: ABOUT_TABS });
    this.title = about.properties.title;
    this.locale = about.properties.locale ?? "en_US";
    this.tabs = about.sheets.map((sheet) => {
      const known = this.tab(sheet.properties.sheetId ?? 0);
      if (!known) return new Tab(this, sheet);
      known.take(sheet);
      return known;
    });
  }

  /** What a cell's dropdown offers, read anew; null where it has none. */
  async choicesOf(cell) {
    const { type, values = [] } = cell?.dataValidation?.condition ?? {};
    if (type === "ONE_OF_LIST") return values.map((value) => value.userEnteredValue);
    if (type !== "ONE_OF_RANGE") return null;
    const range = (values[0]?.userEnteredValue ?? "").replace(/^=/, "").replaceAll("$", "");
    const rows = await sheets.range(this.id, range);
    return [...new Set(rows.flat().map(String).filter((text) => text !== ""))];
  }

  /** Whether a cell holds what its dropdown does not offer, as far as that is known; what is not is asked for. */
  outside(cell) {
    const condition = cell?.dataValidation?.condition;
    if (!condition?.type?.startsWith("ONE_OF") || !cell.formattedValue) return false;
    const key = JSON.stringify(condition);
    if (!this.offers.has(key)) {
      this.offers.set(key, null);
      this.choicesOf(cell).then((choices) => {
        this.offers.set(key, new Set(choices));
        this.told();
      }, () => {});
    }
    return this.offers.get(key)?.has(cell.formattedValue) === false;
  }

  /** Whether the spreadsheet changed since it was read; that counts as somebody else's doing. */
  async changed() {
    if ((await drive.version(this.id)) === this.version) return false;
    this.foreign += 1;
    return true;
  }

  /** Read again what is true now: the tabs, and of the tab in view its sizes and some rows. */
  async refresh(inView, rows) {
    this.version = await drive.version(this.id);
    await this.#readTabs();
    this.generation += 1;
    this.offers.clear();
    for (const tab of this.tabs) tab.doubt();
    const tab = this.tab(inView);
    if (!tab) return;
    await tab.readSizes();
    await tab.want(rows);
  }

  /**
   * What a person entered in a box of cells, and how it is formatted: enough to put it back.
   * @returns {Promise<Array<{values: Array}>>} RowData, one per row, each as wide as the box
   */
  async snapshot(tab, box, fields) {
    const range = inTab(tab.title, `${columnName(box.left)}${box.top + 1}:${columnName(box.right)}${box.bottom + 1}`);
    const reply = await sheets.read(this.id, { ranges: range, fields: `sheets(data(rowData(values(${fields}))))` });
    const rows = reply.sheets[0].data?.[0]?.rowData ?? [];
    return Array.from({ length: box.bottom - box.top + 1 }, (_, row) => ({
      values: Array.from({ length: box.right - box.left + 1 }, (_, column) => rows[row]?.values?.[column] ?? {}),
    }));
  }

  /** A request that puts a snapshot back. */
  restore(tab, box, rows, fields) {
    return { updateCells: { rows, fields, range: gridRange(tab.id, box) } };
  }

  /** Every formula of the spreadsheet: tab id -> place (row * 65536 + column) -> text. */
  async formulas() {
    const reply = await sheets.read(this.id, { fields: "sheets(properties(sheetId),data(rowData(values(userEnteredValue(formulaValue)))))" });
    return new Map(reply.sheets.map((sheet) => {
      const rows = sheet.data?.[0]?.rowData ?? [];
      const found = rows.flatMap((line, row) => (line.values ?? []).flatMap((cell, column) =>
        cell.userEnteredValue?.formulaValue ? [[row * 65536 + column, cell.userEnteredValue.formulaValue]] : []));
      return [sheet.properties.sheetId ?? 0, new Map(found)];
    }));
  }

  /** Write those formulas again that are others by now; all cells are where they were. */
  async mendFormulas(before) {
    const now = await this.formulas();
    const requests = [];
    for (const [sheetId, formulas] of before) {
      for (const [place, formulaValue] of formulas) {
        if (now.get(sheetId)?.get(place) === formulaValue) continue;
        const start = { sheetId, rowIndex: Math.floor(place / 65536), columnIndex: place % 65536 };
        requests.push({ updateCells: { start, rows: [{ values: [{ userEnteredValue: { formulaValue } }] }], fields: "userEnteredValue" } });
      }
    }
    if (requests.length) await sheets.batch(this.id, requests);
  }
}
