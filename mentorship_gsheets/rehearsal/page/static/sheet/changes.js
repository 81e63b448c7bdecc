// What a person changes, each as calls to the API, with what it takes to undo it.
//
// A cell is put back only while it still holds what was written: between an edit and its undoing the tool may have
// written there. Whatever moves rows or columns can be undone only while nobody else has changed the spreadsheet.

import { sheets } from "../api.js";
import { boxName, columnName, gridRange, inTab } from "./a1.js";

const ENTERED = "userEnteredValue,userEnteredFormat";
const WHOLE = "userEnteredValue,userEnteredFormat,note,dataValidation,textFormatRuns";
const MOST_STEPS = 100;

/** The change cannot be made or undone; the message is for the person. */
export class Declined extends Error {}

export class Changes {
  /** @param book the spreadsheet @param {function(): Promise} reread called after every change */
  constructor(book, reread) {
    this.book = book;
    this.reread = reread;
    this.done = [];
    this.undone = [];
  }

  /** Enter texts as if typed: rows of strings, the first at the upper left corner of the box. */
  async enter(tab, box, texts) {
    await this.#makeRoom(tab, box);
    const before = await this.book.snapshot(tab, box, ENTERED);
    const written = await sheets.enter(this.book.id, inTab(tab.title, boxName(box)), texts);
    const after = await this.book.snapshot(tab, box, ENTERED);
    this.#remember({
      words: boxName(box), tab, box,
      // Somebody else may have written between the two calls; then `after` is theirs.
      overwritten: !holds(after, written),
      undo: { requests: [this.book.restore(tab, box, before, ENTERED)], expects: after },
      redo: { requests: [this.book.restore(tab, box, after, ENTERED)], expects: before },
    });
    await this.reread();
  }

  async #makeRoom(tab, box) {
    const wanted = [["ROWS", box.bottom + 1 - tab.rowCount], ["COLUMNS", box.right + 1 - tab.columnCount]];
    const requests = wanted
      .filter(([, missing]) => missing > 0)
      .map(([dimension, length]) => ({ appendDimension: { sheetId: tab.id, dimension, length } }));
    if (requests.length) await sheets.batch(this.book.id, requests);
  }

  /** Sort all rows below the frozen ones by one column. */
  async sort(tab, column, descending) {
    const bottom = (await this.lastRow(tab)) - 1;
    if (bottom <= tab.frozenRows) return;
    const box = { top: tab.frozenRows, bottom, left: 0, right: tab.columnCount - 1 };
    const before = await this.book.snapshot(tab, box, WHOLE);
    const sortSpecs = [{ dimensionIndex: column, sortOrder: descending ? "DESCENDING" : "ASCENDING" }];
    const requests = [{ sortRange: { range: gridRange(tab.id, box), sortSpecs } }];
    await sheets.batch(this.book.id, requests);
    this.#remember({
      words: `sorting by column ${columnName(column)}`, tab,
      undo: { requests: [this.book.restore(tab, box, before, WHOLE)] }, redo: { requests },
    });
    await this.reread();
  }

  /** How many rows hold something. */
  async lastRow(tab) {
    const all = `A1:${columnName(tab.columnCount - 1)}${tab.rowCount}`;
    return (await sheets.range(this.book.id, inTab(tab.title, all))).length;
  }

  /** Insert empty rows or columns before `index`. */
  async insert(tab, dimension, index) {
    const range = { sheetId: tab.id, dimension, startIndex: index, endIndex: index + 1 };
    // The new row looks like the one before it, but not like the header.
    const frozen = dimension === "ROWS" ? tab.frozenRows : tab.frozenColumns;
    const requests = [{ insertDimension: { range, inheritFromBefore: index > Math.max(frozen, 1) } }];
    await sheets.batch(this.book.id, requests);
    this.#remember({
      words: dimension === "ROWS" ? "the new row" : "the new column", tab,
      undo: { requests: [{ deleteDimension: { range } }] }, redo: { requests },
    });
    await this.reread();
  }

  /**
   * Delete rows or columns. Formulas that pointed there break, here and in other tabs; undoing writes those again too.
   */
  async remove(tab, dimension, first, last) {
    const range = { sheetId: tab.id, dimension, startIndex: first, endIndex: last + 1 };
    const box = dimension === "ROWS"
      ? { top: first, bottom: last, left: 0, right: tab.columnCount - 1 }
      : { top: 0, bottom: tab.rowCount - 1, left: first, right: last };
    const before = await this.book.snapshot(tab, box, WHOLE);
    const formulas = await this.book.formulas();
    const requests = [{ deleteDimension: { range } }];
    await sheets.batch(this.book.id, requests);
    const frozen = dimension === "ROWS" ? tab.frozenRows : tab.frozenColumns;
    this.#remember({
      words: `deleting ${dimension === "ROWS" ? "row" : "column"}${first === last ? "" : "s"}`, tab,
      undo: {
        requests: [
          { insertDimension: { range, inheritFromBefore: first > Math.max(frozen, 1) } },
          this.book.restore(tab, box, before, WHOLE),
        ],
        mend: () => this.book.mendFormulas(formulas),
      },
      redo: { requests },
    });
    await this.reread();
    return true;
  }

  #remember(step) {
    step.foreign = this.book.foreign;
    this.done.push(step);
    if (this.done.length > MOST_STEPS) this.done.shift();
    this.undone = [];
  }

  /** Take the last change back; returns it, or null where there is none. */
  undo() {
    return this.#go(this.done, this.undone, "undo");
  }

  /** Make the change undone last once more. */
  redo() {
    return this.#go(this.undone, this.done, "redo");
  }

  async #go(from, to, way) {
    const step = from.at(-1);
    if (!step) return null;
    const { requests, expects, mend } = step[way];
    from.pop();
    if (expects) {
      const now = await this.book.snapshot(step.tab, step.box, ENTERED);
      if (step.overwritten || JSON.stringify(now) !== JSON.stringify(expects)) {
        throw new Declined(`${step.words} has been changed since, so it was left as it is.`);
      }
    } else if (step.foreign !== this.book.foreign || (await this.book.changed())) {
      from.length = 0;
      throw new Declined("The sheet has been changed by somebody else since; rows may have moved, so nothing was undone.");
    }
    await sheets.batch(this.book.id, requests);
    await mend?.();
    to.push(step);
    await this.reread();
    return step;
  }
}

/** Whether the cells of a snapshot hold these values, as the API renders them for FORMULA: rows end at the last value. */
function holds(snapshot, values) {
  return snapshot.every((row, down) => row.values.every((cell, across) => {
    const [entered = ""] = Object.values(cell.userEnteredValue ?? {});
    return entered === (values[down]?.[across] ?? "");
  }));
}
