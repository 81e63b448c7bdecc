// A filter view, applied on the page as Sheets applies it on a person's own screen: the sheet itself stays as it is.

import { sheets } from "../api.js";

const number = (text) => Number(String(text).replace(/[^\d.,-]/g, "").replace(",", "."));

/** Conditions on the text a cell shows; `given` is what the condition was set up with. */
const CONDITIONS = {
  BLANK: (text) => text === "",
  NOT_BLANK: (text) => text !== "",
  TEXT_EQ: (text, given) => text.toLowerCase() === given.toLowerCase(),
  TEXT_NOT_EQ: (text, given) => text.toLowerCase() !== given.toLowerCase(),
  TEXT_CONTAINS: (text, given) => text.toLowerCase().includes(given.toLowerCase()),
  TEXT_NOT_CONTAINS: (text, given) => !text.toLowerCase().includes(given.toLowerCase()),
  TEXT_STARTS_WITH: (text, given) => text.toLowerCase().startsWith(given.toLowerCase()),
  TEXT_ENDS_WITH: (text, given) => text.toLowerCase().endsWith(given.toLowerCase()),
  NUMBER_EQ: (text, given) => text !== "" && number(text) === number(given),
  NUMBER_GREATER: (text, given) => text !== "" && number(text) > number(given),
  NUMBER_GREATER_THAN_EQ: (text, given) => text !== "" && number(text) >= number(given),
  NUMBER_LESS: (text, given) => text !== "" && number(text) < number(given),
  NUMBER_LESS_THAN_EQ: (text, given) => text !== "" && number(text) <= number(given),
};

/** The criteria of a filter by column, whichever of its two shapes the API used. */
function criteriaOf(view) {
  const byColumn = Object.entries(view.criteria ?? {}).map(([column, criteria]) => [Number(column), criteria]);
  const specs = (view.filterSpecs ?? []).map((spec) => [spec.columnIndex ?? 0, spec.filterCriteria ?? {}]);
  return [...new Map([...byColumn, ...specs])];
}

class Filter {
  constructor(tab, view) {
    this.view = view;
    this.title = view.title ?? "Filter";
    const { startRowIndex = 0, endRowIndex = tab.rowCount, startColumnIndex = 0, endColumnIndex = tab.columnCount } = view.range;
    this.range = { startRowIndex, endRowIndex, startColumnIndex, endColumnIndex };
    this.criteria = criteriaOf(view);
    this.unknown = this.criteria.map(([, { condition }]) => condition?.type).filter((type) => type && !CONDITIONS[type]);
    this.hidden = new Set();
    this.count = { shown: 0, all: 0 };
  }

  hides(row) {
    return this.hidden.has(row);
  }

  /** Whether a cell is the head of a filtered column. */
  heads(row, column) {
    return row === this.range.startRowIndex && this.criteria.some(([filtered]) => filtered === column);
  }

  async apply(tab) {
    const { startRowIndex, endRowIndex, startColumnIndex } = this.range;
    const columns = [startColumnIndex, ...this.criteria.map(([column]) => column)].map((column) => ({
      sheetId: tab.id, startRowIndex: startRowIndex + 1, endRowIndex, startColumnIndex: column, endColumnIndex: column + 1,
    }));
    const [keys, ...texts] = await sheets.values(tab.book.id, columns);
    const textOf = (values, row) => String(values[row - startRowIndex - 1]?.[0] ?? "");
    this.hidden = new Set();
    this.criteria.forEach(([, { condition, hiddenValues = [] }], place) => {
      const passes = CONDITIONS[condition?.type] ?? (() => true);
      const given = condition?.values?.[0]?.userEnteredValue ?? "";
      for (let row = startRowIndex + 1; row < endRowIndex; row += 1) {
        const text = textOf(texts[place], row);
        if (hiddenValues.includes(text) || !passes(text, given)) this.hidden.add(row);
      }
    });
    // Rows kept free for later do not count: those without a first cell.
    const filled = keys.map((_, place) => startRowIndex + 1 + place).filter((row) => textOf(keys, row) !== "");
    this.count = { shown: filled.filter((row) => !this.hidden.has(row)).length, all: filled.length };
  }
}

/** Turn a filter view on, or off with null; resolves once its rows are known. */
export async function useFilter(tab, view) {
  const filter = view && new Filter(tab, view);
  if (filter) await filter.apply(tab);
  tab.filter = filter;
  return filter;
}
