// The menus of columns, rows and filter views.

import { menu, say } from "../dialog.js";
import { button, el, icon } from "../dom.js";
import { columnName } from "./a1.js";
import { useFilter } from "./filter.js";
import { clear } from "./writing.js";

/** What can be done with a column. */
export function columnMenu(sheet, column, at) {
  const name = columnName(column);
  const insert = (index) => sheet.change(() => sheet.changes.insert(sheet.tab, "COLUMNS", index));
  menu(at, [
    { words: `Sort by ${name}, A to Z`, do: () => sheet.sort(false, column) },
    { words: `Sort by ${name}, Z to A`, do: () => sheet.sort(true, column) },
    null,
    { words: "Insert column left", do: () => insert(column) },
    { words: "Insert column right", do: () => insert(column + 1) },
    { words: `Delete column ${name}`, do: () => remove(sheet, "COLUMNS", column, column, `column ${name}`) },
  ], sheet.grid.element);
}

/** What can be done with the selected cells and their rows; at the active cell where no place is given. */
export function cellMenu(sheet, at = null) {
  const { active, box } = sheet.selection;
  const place = sheet.grid.elementOf(active.row, active.column)?.getBoundingClientRect();
  const rows = box.top === box.bottom ? `row ${box.top + 1}` : `rows ${box.top + 1}–${box.bottom + 1}`;
  const insert = (index) => sheet.change(() => sheet.changes.insert(sheet.tab, "ROWS", index));
  menu(at ?? { x: place?.left ?? 0, y: place?.bottom ?? 0 }, [
    { words: "Insert row above", do: () => insert(box.top) },
    { words: "Insert row below", do: () => insert(box.bottom + 1) },
    { words: `Delete ${rows}`, do: () => remove(sheet, "ROWS", box.top, box.bottom, rows) },
    null,
    { words: `Sort by ${columnName(active.column)}, A to Z`, do: () => sheet.sort(false) },
    { words: `Sort by ${columnName(active.column)}, Z to A`, do: () => sheet.sort(true) },
    null,
    { words: "Clear", hint: "Delete", do: () => clear(sheet) },
  ], sheet.grid.element);
}

async function remove(sheet, dimension, first, last, words) {
  const done = await sheet.change(() => sheet.changes.remove(sheet.tab, dimension, first, last));
  if (done) say(`Deleted ${words}. Ctrl+Z brings it back.`);
}

/** Choose one of the tab's filter views. */
export function filterMenu(sheet, under) {
  const views = sheet.tab.about.filterViews ?? [];
  if (views.length === 0) {
    say("This tab has no filter views.");
    return;
  }
  const { left: x, bottom: y } = under.getBoundingClientRect();
  const on = sheet.tab.filter?.view.filterViewId;
  menu({ x, y }, [
    { words: "All rows", on: on === undefined, do: () => useView(sheet, null) },
    ...views.map((view) => ({ words: view.title, on: view.filterViewId === on, do: () => useView(sheet, view) })),
  ], under);
}

async function useView(sheet, view) {
  await sheet.guarded(() => useFilter(sheet.tab, view));
  sheet.grid.element.scrollTop = 0;
  sheet.grid.layout();
  showFilter(sheet);
}

/** Apply the filter view in use to what the tab holds now; one that is gone is left. */
export async function renewFilter(tab) {
  const used = tab.filter?.view.filterViewId;
  if (used === undefined) return;
  await useFilter(tab, (tab.about.filterViews ?? []).find((view) => view.filterViewId === used) ?? null);
}

/** Say above the grid which filter view is in use. */
export function showFilter(sheet) {
  const { filter } = sheet.tab;
  sheet.filterBar.hidden = !filter;
  sheet.element.classList.toggle("filtered", Boolean(filter));
  if (!filter) return;
  sheet.filterBar.replaceChildren(
    icon("filter"),
    el("strong", {}, filter.title),
    el("span", {}, `${filter.count.shown} of ${filter.count.all} rows`),
    ...(filter.unknown.length ? [el("span", {}, `Not applied here: ${filter.unknown.join(", ")}`)] : []),
    button("Show all rows", { symbol: "close", shown: false, onclick: () => useView(sheet, null) }),
  );
}
