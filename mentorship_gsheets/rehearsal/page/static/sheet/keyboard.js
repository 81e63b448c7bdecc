// Keys and pointer on the grid, as people know them from spreadsheets.

import { show } from "../dialog.js";
import { el } from "../dom.js";
import { cellMenu, columnMenu } from "./menus.js";
import { followLink } from "./travel.js";
import { clear, tick, tickAll } from "./writing.js";

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

const KEYS = [
  ["Arrows, Tab, Enter", "move; with Shift, select"],
  ["Ctrl + arrow", "leap to the edge of what is filled"],
  ["Home, End, Ctrl + Home, Ctrl + End", "first or last column, first or last cell"],
  ["Enter or F2", "edit the cell, or open its list"],
  ["Any letter", "type over the cell"],
  ["Alt + Enter", "a new line in the cell; outside, open the cell's link"],
  ["Space", "tick or untick all selected check boxes"],
  ["Shift + Space, Ctrl + Space", "select the row, the column"],
  ["Ctrl + F", "find a text anywhere in the tab"],
  ["Delete", "clear the selected cells"],
  ["Ctrl + C, X, V", "copy, cut, paste"],
  ["Ctrl + Z, Ctrl + Y", "undo, redo"],
  ["Shift + F2", "read the cell's note"],
  ["Shift + F10", "menu of the row and column"],
  ["F6", "leave the cells: to the tabs, the toolbar, and back"],
];

/** Show what the keys do. */
export function showKeys() {
  const rows = KEYS.map(([keys, words]) => el("tr", {}, el("th", { scope: "row" }, keys), el("td", {}, words)));
  show("Keys", el("table", { class: "keys" }, el("tbody", {}, ...rows)));
}

/**
 * Listen to keys on the grid.
 * @param sheet the view: its grid, selection, and what can be done with the selected cells
 */
export function listenToKeys(sheet) {
  const { grid, selection } = sheet;
  const page = () => Math.max(1, Math.floor((grid.element.clientHeight - grid.topHeight) / 21) - 1);
  const last = () => ({ row: grid.rows.count - 1, column: grid.columns.count - 1 });

  const plain = {
    Tab: (event) => selection.step(0, event.shiftKey ? -1 : 1),
    Enter: (event) => (event.altKey ? followLink(sheet) : sheet.edit()),
    F2: (event) => (event.shiftKey ? sheet.showNote() : sheet.edit()),
    F10: (event) => event.shiftKey && cellMenu(sheet),
    ContextMenu: () => cellMenu(sheet),
    Delete: () => clear(sheet),
    Backspace: () => clear(sheet),
    Escape: () => sheet.popover.hide(),
    Home: (event) => selection.to(selection.end.row, 0, event.shiftKey),
    End: (event) => selection.to(selection.end.row, last().column, event.shiftKey),
    PageDown: (event) => selection.to(selection.end.row + page(), selection.end.column, event.shiftKey),
    PageUp: (event) => selection.to(selection.end.row - page(), selection.end.column, event.shiftKey),
  };
  const withControl = {
    Home: (event) => {
      selection.to(0, 0, event.shiftKey);
      // A1 may be frozen and in view already; the rest is to follow.
      grid.element.scrollTo(0, 0);
    },
    End: (event) => selection.to(last().row, last().column, event.shiftKey),
    a: () => selection.cover({ top: 0, left: 0, bottom: last().row, right: last().column }),
    z: (event) => (event.shiftKey ? sheet.redo() : sheet.undo()),
    y: () => sheet.redo(),
    f: () => sheet.finder.open(),
    " ": () => selection.cover({ ...selection.box, top: 0, bottom: last().row }),
  };

  grid.element.addEventListener("keydown", (event) => {
    if (event.target !== grid.element || !grid.tab) return;
    const control = event.ctrlKey || event.metaKey;
    const arrow = ARROWS[event.key];
    if (arrow && event.altKey) {
      if (event.key === "ArrowDown") sheet.edit();
    } else if (arrow) selection[control ? "leap" : "step"](...arrow, event.shiftKey);
    else if (control) {
      const act = withControl[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!act) return;
      act(event);
    } else if (event.key === " ") {
      // Space by itself writes nothing: over a text it would leave a blank in its place.
      sheet.popover.hide();
      if (event.shiftKey) selection.cover({ ...selection.box, left: 0, right: last().column });
      else tickAll(sheet);
    }
    else if (plain[event.key]) plain[event.key](event);
    else if ((event.key.length === 1 && !event.altKey) || event.key === "Dead" || event.key === "Process") {
      // The editor has the focus by the time the key turns into a letter, so the letter lands there.
      sheet.edit("");
      return;
    } else return;
    event.preventDefault();
  });
}

/** F6 goes from the cells to the tabs to the toolbar and back to the cells; with Shift, the other way round. */
export function listenToRegions(sheet) {
  const regions = [
    [sheet.grid.element, () => sheet.grid.element],
    [sheet.strip.element, () => sheet.strip.element.querySelector("[aria-selected=true]")],
    [sheet.toolbar, () => sheet.toolbar.querySelector("button")],
  ];
  sheet.element.addEventListener("keydown", (event) => {
    if (event.key !== "F6") return;
    event.preventDefault();
    const here = Math.max(regions.findIndex(([region]) => region.contains(document.activeElement)), 0);
    const [, entrance] = regions[(here + (event.shiftKey ? regions.length - 1 : 1)) % regions.length];
    entrance().focus();
  });
}

/** Listen to the pointer on the grid: select, drag, tick, open lists and menus. */
export function listenToPointer(sheet) {
  const { grid, selection } = sheet;
  const { element } = grid;
  let dragging = false;

  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !grid.tab || onScrollBar(event) || event.target.closest(".editor, .choices, .chart")) return;
    const { row, column } = grid.cellAt(event.clientX, event.clientY);
    element.focus({ preventScroll: true });
    const last = { row: grid.rows.count - 1, column: grid.columns.count - 1 };
    if (event.target.closest(".column-menu")) {
      selection.cover({ top: 0, bottom: last.row, left: column, right: column });
      columnMenu(sheet, column, { x: event.clientX, y: event.clientY });
      event.preventDefault();
    } else if (row < 0 && column < 0) selection.cover({ top: 0, left: 0, bottom: last.row, right: last.column });
    else if (row < 0) selection.cover({ top: 0, bottom: last.row, left: column, right: column });
    else if (column < 0) selection.cover({ top: row, bottom: row, left: 0, right: last.column });
    else {
      selection.to(row, column, event.shiftKey);
      if (event.target.closest(".box")) tick(sheet);
      else if (event.target.closest(".drop")) {
        event.preventDefault();
        sheet.edit();
      } else {
        dragging = true;
        element.setPointerCapture(event.pointerId);
      }
    }
  });
  element.addEventListener("pointermove", (event) => {
    if (!dragging) return;
    const { row, column } = grid.cellAt(event.clientX, event.clientY);
    if (row !== selection.end.row || column !== selection.end.column) selection.to(Math.max(row, 0), Math.max(column, 0), true);
  });
  element.addEventListener("lostpointercapture", () => { dragging = false; });
  element.addEventListener("dblclick", (event) => {
    if (!grid.tab) return;
    const { row, column } = grid.cellAt(event.clientX, event.clientY);
    if (row >= 0 && column >= 0 && !event.target.closest(".editor, .chart")) sheet.edit();
  });
  element.addEventListener("contextmenu", (event) => {
    if (!grid.tab || event.target.closest(".editor")) return;
    event.preventDefault();
    const { row, column } = grid.cellAt(event.clientX, event.clientY);
    const { box } = selection;
    const inside = row >= box.top && row <= box.bottom && column >= box.left && column <= box.right;
    if (row >= 0 && column >= 0 && !inside) selection.to(row, column);
    cellMenu(sheet, { x: event.clientX, y: event.clientY });
  });

  function onScrollBar(event) {
    const view = element.getBoundingClientRect();
    return event.clientX - view.left >= element.clientWidth || event.clientY - view.top >= element.clientHeight;
  }
}
