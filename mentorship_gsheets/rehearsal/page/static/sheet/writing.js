// From what a person typed, ticked, cleared or pasted to a change, where the cells' rules and the person agree to it.

import { confirm } from "../dialog.js";
import { cellName } from "./a1.js";
import { Declined } from "./changes.js";
import { fromText, toText } from "./clipboard.js";
import { isCheckBox, isTicked } from "./paint.js";

/** Write texts into a box of cells as if typed. */
export async function write(sheet, tab, box, texts) {
  const protection = tab.protection(box);
  const allowed = !protection || (await confirm(
    "These cells are protected",
    `${protection.description ? `“${protection.description}”. ` : ""}You are about to change something that is meant to be left alone.`,
    "Change it anyway",
  ));
  sheet.grid.element.focus({ preventScroll: true });
  if (allowed) {
    await sheet.change(async () => {
      await checkStrict(sheet.book, tab, box, texts);
      tab.expect(box, texts);
      sheet.grid.draw(true);
      try {
        await sheet.changes.enter(tab, box, texts);
      } catch (error) {
        await sheet.reread();
        throw error;
      }
    });
  }
  sheet.selected();
}

/** Strict validation is kept by the spreadsheet's page, at Google as here; the API writes past it. */
async function checkStrict(book, tab, box, texts) {
  for (const [down, line] of texts.entries()) {
    for (const [across, text] of line.entries()) {
      const [row, column] = [box.top + down, box.left + across];
      const cell = tab.cell(row, column);
      if (!cell?.dataValidation?.strict || text === "") continue;
      const ticks = isCheckBox(cell);
      const allowed = ticks ? ["TRUE", "FALSE"] : await book.choicesOf(cell);
      if (allowed && !allowed.includes(ticks ? text.toUpperCase() : text)) {
        throw new Declined(`${cellName(row, column)} takes only: ${allowed.join(", ")}.`);
      }
    }
  }
}

/** Tick or untick the active cell where it is a check box; whether it is one. */
export function tick(sheet) {
  const cell = sheet.activeCell();
  if (!isCheckBox(cell)) return false;
  write(sheet, sheet.tab, sheet.selection.one, [[isTicked(cell) ? "FALSE" : "TRUE"]]);
  return true;
}

/** Tick every selected check box, or untick them where the active one is ticked; hidden rows and other cells stay. */
export async function tickAll(sheet) {
  const { tab, grid } = sheet;
  if (!isCheckBox(sheet.activeCell())) return;
  const box = await usedBox(sheet, sheet.selection.box);
  await tab.wantAll(box.top, box.bottom);
  const text = isTicked(sheet.activeCell()) ? "FALSE" : "TRUE";
  for (const part of boxesIn(tab, grid, box)) {
    await write(sheet, tab, part, Array.from({ length: part.bottom - part.top + 1 }, () => [text]));
  }
}

/** The check boxes that show within a box, as runs of one column each. */
function boxesIn(tab, grid, { top, bottom, left, right }) {
  const runs = [];
  for (let column = left; column <= right; column += 1) {
    for (let row = top; row <= bottom; row += 1) {
      if (!isCheckBox(tab.cell(row, column)) || grid.rows.size(row) === 0) continue;
      const run = runs.at(-1);
      if (run?.left === column && run.bottom === row - 1) run.bottom = row;
      else runs.push({ top: row, bottom: row, left: column, right: column });
    }
  }
  return runs;
}

/** A box without what lies below the last filled row of the tab. */
async function usedBox(sheet, box) {
  const lastRow = await sheet.guarded(() => sheet.changes.lastRow(sheet.tab));
  return { ...box, bottom: Math.max(box.top, Math.min(box.bottom, (lastRow ?? 0) - 1)) };
}

const textsOf = (tab, { top, bottom, left, right }, text) =>
  Array.from({ length: bottom - top + 1 }, (_, row) =>
    Array.from({ length: right - left + 1 }, (__, column) => text(tab.cell(top + row, left + column))));

/** Empty the selected cells; check boxes lose their ticks. */
export async function clear(sheet) {
  const { tab } = sheet;
  // Of a whole column, what is below the last filled row is empty already.
  const used = await usedBox(sheet, sheet.selection.box);
  await write(sheet, tab, used, textsOf(tab, used, (cell) => (isCheckBox(cell) ? "FALSE" : "")));
}

/** Copy, cut and paste while the grid has the focus. */
export function listenToClipboard(sheet) {
  const taken = (event) => {
    if (document.activeElement !== sheet.grid.element) return false;
    event.preventDefault();
    return true;
  };
  const copy = (event) => {
    const texts = textsOf(sheet.tab, sheet.selection.box, (cell) => cell?.formattedValue ?? "");
    event.clipboardData.setData("text/plain", toText(texts));
  };
  const acts = {
    copy,
    cut: (event) => {
      copy(event);
      clear(sheet);
    },
    paste: (event) => {
      const rows = fromText(event.clipboardData.getData("text/plain"));
      const { top, left } = sheet.selection.box;
      write(sheet, sheet.tab, { top, left, bottom: top + rows.length - 1, right: left + rows[0].length - 1 }, rows);
    },
  };
  const listeners = Object.entries(acts).map(([name, act]) => [name, (event) => taken(event) && act(event)]);
  for (const [name, listener] of listeners) document.addEventListener(name, listener);
  return () => { for (const [name, listener] of listeners) document.removeEventListener(name, listener); };
}
