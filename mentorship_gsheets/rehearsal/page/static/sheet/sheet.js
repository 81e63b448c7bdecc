// The spreadsheet as an organizer sees it.

import { Refusal } from "../api.js";
import { say } from "../dialog.js";
import { button, el } from "../dom.js";
import { boxName } from "./a1.js";
import { Book } from "./book.js";
import { Changes, Declined } from "./changes.js";
import { drawCharts } from "./charts.js";
import { editText, Entry } from "./entry.js";
import { Finder } from "./find.js";
import { Grid } from "./grid.js";
import { listenToKeys, listenToPointer, listenToRegions, showKeys } from "./keyboard.js";
import { filterMenu, renewFilter, showFilter } from "./menus.js";
import { isCheckBox } from "./paint.js";
import { Popover } from "./popover.js";
import { Selection } from "./selection.js";
import { TabStrip } from "./tabstrip.js";
import { follow, goTo } from "./travel.js";
import { listenToClipboard, tick, write } from "./writing.js";

const POLL = 1500;

export class Sheet {
  constructor(id) {
    this.grid = new Grid();
    this.book = new Book(id, () => this.grid.draw(true));
    this.selection = new Selection(this.grid);
    this.turn = Promise.resolve();
    this.atWork = 0;
    this.changes = new Changes(this.book, () => this.reread());
    this.nameBox = el("input", { class: "name-box", "aria-label": "Go to a cell", spellcheck: "false", onkeydown: (event) => this.#goToNamed(event) });
    this.finder = new Finder(this);
    this.bar = el("textarea", { class: "bar", rows: "1", spellcheck: "false", "aria-label": "Formula bar" });
    this.entry = new Entry(this.grid, this.bar, (text, step, at) => this.#commit(text, step, at));
    this.sum = el("output", { class: "sum", "aria-label": "About the selection" });
    this.strip = new TabStrip((tab) => this.guarded(() => this.open(tab)), () => this.grid.element.focus({ preventScroll: true }));
    this.filterButton = button("Filter views", { symbol: "filter", onclick: () => filterMenu(this, this.filterButton) });
    this.filterBar = el("div", { class: "filter-bar", hidden: true });
    this.toolbar = this.#toolbar();
    this.element = el(
      "section",
      { class: "sheet", "aria-label": "Spreadsheet" },
      this.toolbar,
      el("div", { class: "formula" }, this.nameBox, el("span", { class: "fx", "aria-hidden": "true" }, "fx"), this.bar),
      this.filterBar,
      this.finder.element,
      this.grid.element,
      el("div", { class: "foot" }, this.strip.element, this.sum),
    );
    this.popover = new Popover(this.grid, (address) => follow(this, address));
    this.grid.addEventListener("view", () => this.#wantCells());
    this.grid.addEventListener("select", () => this.selected());
    this.grid.addEventListener("edit", () => this.edit(null, this.bar));
    listenToKeys(this);
    listenToPointer(this);
    listenToRegions(this);
    this.forgetClipboard = listenToClipboard(this);
  }

  #toolbar() {
    const do_ = (words, symbol, act, shown = false) => button(words, { symbol, shown, onclick: () => { act(); this.grid.element.focus({ preventScroll: true }); } });
    const line = () => el("span", { class: "line" });
    return el(
      "div",
      { class: "toolbar", role: "toolbar", "aria-label": "Sheet" },
      do_("Undo (Ctrl+Z)", "undo", () => this.undo()),
      do_("Redo (Ctrl+Y)", "redo", () => this.redo()),
      line(),
      do_("Sort A to Z", "up", () => this.sort(false), true),
      do_("Sort Z to A", "down", () => this.sort(true), true),
      line(),
      do_("Add row", "add", () => this.addRow(), true),
      line(),
      this.filterButton,
      button("Find (Ctrl+F)", { symbol: "find", shown: false, onclick: () => this.finder.open() }),
      el("span", { class: "gap" }),
      button("Keys", { symbol: "help", shown: false, onclick: showKeys }),
    );
  }

  /** Read the spreadsheet and show a tab of it; afterwards look every moment whether it changed. */
  async start(sheetId) {
    await this.book.open();
    const shown = this.book.tabs.filter((tab) => !tab.about.properties.hidden);
    await this.open(this.book.tab(sheetId) ?? shown[0] ?? this.book.tabs[0]);
    this.timer = setInterval(() => this.#poll(), POLL);
  }

  stop() {
    clearInterval(this.timer);
    this.forgetClipboard();
  }

  get tab() {
    return this.grid.tab;
  }

  async open(tab) {
    if (this.entry.open) this.grid.element.focus();
    this.finder.close();
    const there = this.selection.move(this.tab, tab);
    this.opening = tab;
    await tab.readSizes();
    if (this.opening !== tab) return;
    this.grid.selection = this.selection;
    this.popover.hide();
    this.grid.show(tab);
    if (there) this.grid.element.scrollTo(there.scrollLeft, there.scrollTop);
    this.strip.show(this.book.tabs, tab);
    showFilter(this);
    this.selected();
    this.grid.element.setAttribute("aria-label", `Cells of ${tab.title}`);
    history.replaceState(null, "", `#sheet/${this.book.id}/${tab.id}`);
    await drawCharts(this.grid, tab);
  }

  // Reading

  /** Read what is in view and not known yet; one piece at a time, so that what is scrolled past is never asked for. */
  async #wantCells() {
    if (this.wanting) return;
    this.wanting = true;
    try {
      await this.guarded(async () => {
        while (await this.tab.want(this.grid.visibleRows())) {
          this.grid.layout();
          if (!this.entry.open) this.selected();
        }
      });
    } finally {
      this.wanting = false;
    }
  }

  /** Show what is true now. */
  async reread() {
    const { tab } = this;
    await this.book.refresh(tab.id, this.grid.visibleRows());
    const still = this.book.tab(tab.id) ?? this.book.tabs[0];
    if (still !== tab) {
      await this.open(still);
      return;
    }
    await renewFilter(tab);
    this.strip.show(this.book.tabs, tab);
    if (this.tab !== tab) return;
    this.grid.layout();
    showFilter(this);
    if (!this.entry.open) this.selected();
    await drawCharts(this.grid, tab);
  }

  async #poll() {
    if (document.hidden || this.atWork || !this.tab) return;
    try {
      await this.#inTurn(async () => {
        if (await this.book.changed()) {
          await this.reread();
          this.#state("Changed just now by somebody else");
        } else this.#state("Saved");
      });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#state(error.status ? error.message : "Not connected: is the rehearsal still running?", true);
    }
  }

  /** One thing after the other, in the order they were asked for: edits, undoing, looking for changes. */
  async #inTurn(act) {
    const before = this.turn;
    let done;
    this.turn = new Promise((resolve) => { done = resolve; });
    this.atWork += 1;
    await before;
    try {
      return await act();
    } finally {
      this.atWork -= 1;
      done();
    }
  }

  #state(words, bad = false) {
    this.element.dispatchEvent(new CustomEvent("state", { detail: { words, bad } }));
  }

  /** Do something that may be refused, and say so where it is. */
  async guarded(act) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof Declined)) throw error;
      say(error.message, { bad: true });
      return undefined;
    }
  }

  /** Change the sheet. */
  change(act) {
    this.#state("Saving …");
    return this.#inTurn(async () => {
      const done = await this.guarded(act);
      this.#state("Saved");
      return done;
    });
  }

  // The selected cells

  selected() {
    const { active, box } = this.selection;
    const cell = this.tab.cell(active.row, active.column);
    this.nameBox.value = boxName(box);
    if (!this.entry.open) this.bar.value = editText(cell);
    this.bar.rows = 1;
    const numbers = [];
    let filled = 0;
    if (box.top !== box.bottom || box.left !== box.right) {
      for (let row = box.top; row <= Math.min(box.bottom, box.top + 2000); row += 1) {
        for (let column = box.left; column <= box.right; column += 1) {
          const value = this.tab.cell(row, column)?.effectiveValue;
          if (value) filled += 1;
          if (value && "numberValue" in value) numbers.push(value.numberValue);
        }
      }
    }
    const total = numbers.reduce((sum, value) => sum + value, 0);
    const parts = [numbers.length ? `Sum ${Number(total.toPrecision(12))}` : "", filled ? `Count ${filled}` : ""];
    this.sum.textContent = parts.filter(Boolean).join("   ");
  }

  /** Enter goes to the cell and Escape does not; both give the keyboard back to the cells. */
  #goToNamed(event) {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    if (event.key === "Enter") goTo(this, this.nameBox.value);
    this.selected();
    this.grid.element.focus({ preventScroll: true });
  }

  activeCell() {
    return this.tab.cell(this.selection.active.row, this.selection.active.column);
  }

  showNote() {
    this.popover.show(this.selection.active.row, this.selection.active.column);
  }

  // Changing cells

  /** Open the editor on the active cell; `text` replaces what stands there. What has not been read is not changed. */
  edit(text = null, where = undefined) {
    if (!this.tab || this.entry.open) return;
    const { active } = this.selection;
    const cell = this.activeCell();
    if (cell === undefined) return;
    if (isCheckBox(cell) && text === null && !where) {
      tick(this);
      return;
    }
    this.popover.hide();
    this.grid.reveal(active.row, active.column);
    this.entry.start(this.book, cell, { ...active }, text, where);
  }

  async #commit(text, step, at) {
    const { tab } = this;
    if (step.row || step.column) this.selection.step(step.row, step.column);
    if (text === null) this.selected();
    else await write(this, tab, { top: at.row, bottom: at.row, left: at.column, right: at.column }, [[text]]);
  }

  sort(descending, column = this.selection.active.column) {
    return this.change(() => this.changes.sort(this.tab, column, descending));
  }

  /** Add an empty row below the active one. */
  async addRow() {
    const below = Math.max(this.selection.active.row + 1, this.tab.frozenRows);
    await this.change(() => this.changes.insert(this.tab, "ROWS", below));
    this.selection.to(below, 0);
  }

  async undo() {
    const step = await this.change(() => this.changes.undo());
    if (step) say(`Undone: ${step.words}`);
    else if (step === null) say("Nothing to undo.");
  }

  async redo() {
    const step = await this.change(() => this.changes.redo());
    if (step) say(`Done again: ${step.words}`);
  }
}
