// Finding a text anywhere in the tab, whether its cell has been read and is in view or not.

import { sheets } from "../api.js";
import { button, el } from "../dom.js";
import { columnName, inTab } from "./a1.js";

export class Finder {
  /** @param sheet the view: its grid, selection and tab */
  constructor(sheet) {
    this.sheet = sheet;
    this.found = [];
    this.asked = null;
    this.field = el("input", { type: "search", "aria-label": "Find in this tab", placeholder: "Find in this tab", spellcheck: "false",
      oninput: () => this.#look(), onkeydown: (event) => this.#key(event) });
    this.count = el("output", { "aria-label": "How many were found" });
    this.element = el("div", { class: "finder", role: "search", hidden: true },
      this.field, this.count,
      button("Previous (Shift+Enter)", { symbol: "previous", shown: false, onclick: () => this.#go(-1) }),
      button("Next (Enter)", { symbol: "caret", shown: false, onclick: () => this.#go(1) }),
      button("Close", { symbol: "close", shown: false, onclick: () => this.#leave() }));
  }

  open() {
    this.element.hidden = false;
    this.field.focus();
    this.field.select();
    if (this.field.value) this.#look();
  }

  close() {
    this.element.hidden = true;
    this.found = [];
    this.asked = null;
    this.count.textContent = "";
  }

  #leave() {
    this.close();
    this.sheet.grid.element.focus({ preventScroll: true });
  }

  async #key(event) {
    if (event.key === "Enter") await this.#go(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") this.#leave();
    else return;
    event.preventDefault();
  }

  /** Look for what is typed, and go to the first place from the active cell on. */
  async #look() {
    const asked = this.field.value.trim().toLowerCase();
    this.asked = asked;
    const found = asked ? await this.sheet.guarded(() => this.#placesOf(asked)) : [];
    // Whoever types on asks for something else by now.
    if (this.asked !== asked) return;
    this.found = found ?? [];
    const { active } = this.sheet.selection;
    const ahead = this.found.findIndex(({ row, column }) => row > active.row || (row === active.row && column >= active.column));
    this.here = ahead === -1 ? 0 : ahead;
    this.#show();
  }

  /** Every cell that shows the text, row by row; hidden rows and columns are left out. */
  async #placesOf(asked) {
    const { tab, grid } = this.sheet;
    const rows = await sheets.range(tab.book.id, inTab(tab.title, `A1:${columnName(tab.columnCount - 1)}${tab.rowCount}`));
    return rows.flatMap((values, row) => values.flatMap((value, column) =>
      String(value).toLowerCase().includes(asked) && grid.rows.size(row) > 0 && grid.columns.size(column) > 0 ? [{ row, column }] : []));
  }

  async #go(step) {
    if (this.asked !== this.field.value.trim().toLowerCase()) await this.#look();
    else if (this.found.length) {
      this.here = (this.here + step + this.found.length) % this.found.length;
      this.#show();
    }
  }

  #show() {
    const place = this.found[this.here];
    this.count.textContent = place ? `${this.here + 1} of ${this.found.length}` : this.asked ? "Not found" : "";
    if (place) this.sheet.selection.to(place.row, place.column);
  }
}
