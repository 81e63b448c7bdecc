// Typing into a cell: over the cell itself or in the formula bar, with the list of a dropdown beneath.

import { el } from "../dom.js";
import { isDropdown } from "./paint.js";

const LOOKS_TYPED = /^\s*[+-]?[\d.,:/-]+%?\s*$|^(true|false)$|^['=+]/i;

/** What stands in the editor when a cell is opened: its formula, or the text that typed again gives the same. */
export function editText(cell) {
  const entered = cell?.userEnteredValue;
  if (!entered) return "";
  if ("formulaValue" in entered) return entered.formulaValue;
  if ("stringValue" in entered) return LOOKS_TYPED.test(entered.stringValue) ? `'${entered.stringValue}` : entered.stringValue;
  if ("boolValue" in entered) return entered.boolValue ? "TRUE" : "FALSE";
  return cell.formattedValue ?? "";
}

export class Entry {
  /**
   * @param grid the grid to type in
   * @param {HTMLTextAreaElement} bar the formula bar
   * @param {function(string, {row: number, column: number}): void} commit called with the new text and the step to take
   */
  constructor(grid, bar, commit) {
    this.grid = grid;
    this.bar = bar;
    this.commit = commit;
    this.at = null;
    this.field = el("textarea", { class: "editor", rows: "1", spellcheck: "false", "aria-label": "Cell content" });
    this.list = el("div", { class: "choices", role: "listbox", "aria-label": "Choices" });
    for (const field of [this.field, bar]) {
      field.addEventListener("input", () => this.#typed(field));
      field.addEventListener("keydown", (event) => this.#key(event));
      field.addEventListener("blur", (event) => this.#left(event));
    }
    bar.addEventListener("focus", () => {
      if (!this.at) this.grid.dispatchEvent(new Event("edit"));
      if (!this.at) bar.blur();
    });
    this.list.addEventListener("pointerdown", (event) => {
      const choice = event.target.closest(".choice");
      event.preventDefault();
      this.typed = true;
      if (choice) this.#finish(choice.textContent, { row: 0, column: 0 });
    });
  }

  get open() {
    return this.at !== null;
  }

  /** Open the editor on a cell. @param {?string} text what to begin with; null: what stands there */
  start(book, cell, at, text = null, where = this.field) {
    this.at = at;
    // Opened to be typed over, and then left as it was: that empties no cell.
    this.typed = text === null;
    this.before = editText(cell);
    this.field.value = this.bar.value = text ?? this.before;
    const box = { top: at.row, bottom: at.row, left: at.column, right: at.column };
    const { width, height } = this.grid.place(this.field, box);
    this.field.style.minWidth = `${width + 1}px`;
    this.field.style.minHeight = `${height + 1}px`;
    this.#grow();
    where.focus({ preventScroll: true });
    if (where === this.field) this.field.setSelectionRange(this.field.value.length, this.field.value.length);
    this.choices = [];
    if (isDropdown(cell)) {
      this.grid.place(this.list, box);
      this.list.style.marginTop = `${height + 2}px`;
      this.list.style.minWidth = `${width}px`;
      book.choicesOf(cell).then((choices) => {
        if (this.at !== at) return;
        this.choices = choices;
        this.#offer(text ?? "");
      }, () => this.list.remove());
    }
  }

  /** Leave without writing. */
  cancel() {
    this.#close();
    this.grid.element.focus({ preventScroll: true });
  }

  #close() {
    this.at = null;
    this.field.remove();
    this.list.remove();
    this.list.replaceChildren();
  }

  #typed(field) {
    if (!this.at) return;
    this.typed = true;
    const other = field === this.bar ? this.field : this.bar;
    other.value = field.value;
    this.#grow();
    this.#offer(field.value);
  }

  #grow() {
    const { style } = this.field;
    style.height = "0";
    style.height = `${this.field.scrollHeight + 2}px`;
    const longest = Math.max(...this.field.value.split("\n").map((line) => line.length));
    style.width = `${Math.min(longest * 8 + 20, 480)}px`;
  }

  #offer(typed) {
    const wanted = typed.toLowerCase();
    const fitting = this.choices.filter((choice) => choice.toLowerCase().includes(wanted));
    const shown = fitting.length ? fitting : this.choices;
    this.list.replaceChildren(...shown.map((choice) =>
      el("div", { class: "choice", role: "option", "aria-selected": String(choice === this.before) }, choice)));
    this.list.hidden = shown.length === 0;
  }

  #choose(step) {
    const choices = [...this.list.children];
    const here = choices.findIndex((choice) => choice.getAttribute("aria-selected") === "true");
    const next = choices[(here + step + choices.length) % choices.length];
    for (const choice of choices) choice.setAttribute("aria-selected", String(choice === next));
    next.scrollIntoView({ block: "nearest" });
    this.field.value = this.bar.value = next.textContent;
    this.typed = true;
  }

  #key(event) {
    if (!this.at || event.isComposing) return;
    const { key } = event;
    event.stopPropagation();
    if (key === "Enter" && (event.altKey || event.ctrlKey || event.metaKey)) {
      event.target.setRangeText("\n", event.target.selectionStart, event.target.selectionEnd, "end");
      this.#typed(event.target);
    } else if (key === "Enter") this.#finish(event.target.value, { row: event.shiftKey ? -1 : 1, column: 0 });
    else if (key === "Tab") this.#finish(event.target.value, { row: 0, column: event.shiftKey ? -1 : 1 });
    else if (key === "Escape") this.cancel();
    else if ((key === "ArrowDown" || key === "ArrowUp") && this.list.isConnected && this.choices.length) {
      this.#choose(key === "ArrowDown" ? 1 : -1);
    } else return;
    event.preventDefault();
  }

  #left(event) {
    if (!this.at || event.relatedTarget === this.field || event.relatedTarget === this.bar) return;
    const text = event.target.value;
    const at = this.at;
    this.#close();
    if (text !== this.before && this.typed) this.commit(text, { row: 0, column: 0 }, at);
  }

  #finish(text, step) {
    const { at, before, typed } = this;
    this.#close();
    this.grid.element.focus({ preventScroll: true });
    this.commit(text === before || !typed ? null : text, step, at);
  }
}
