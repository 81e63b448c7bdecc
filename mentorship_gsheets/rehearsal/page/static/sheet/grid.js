// The grid on the screen: four panes (corner, top, left, body) of which the frozen ones stick while the body scrolls.
// Only the rows and columns in view exist as elements, so ten thousand rows open as fast as ten.

import { el } from "../dom.js";
import { columnName } from "./a1.js";
import { alignment } from "./look.js";
import { paint } from "./paint.js";

export const HEAD = { width: 46, height: 24 };
const OVERSCAN = 6;
const FEW_COLUMNS = 40;

export class Grid extends EventTarget {
  constructor() {
    super();
    this.panes = {};
    for (const name of ["corner", "top", "left", "body"]) {
      this.panes[name] = { rows: new Map(), element: el("div", { class: `pane ${name}`, role: "presentation" }) };
      this.panes[name].cursor = el("div", { class: "cursor", hidden: true });
      this.panes[name].shade = el("div", { class: "shade", hidden: true });
      this.panes[name].element.append(this.panes[name].shade, this.panes[name].cursor);
    }
    this.panes.body.element.append((this.charts = el("div", { class: "charts" })));
    this.canvas = el("div", { class: "canvas" }, ...Object.values(this.panes).map((pane) => pane.element));
    this.element = el("div", { class: "grid", role: "grid", tabindex: "0", "aria-label": "Cells" }, this.canvas);
    this.element.addEventListener("scroll", () => this.draw(), { passive: true });
    new ResizeObserver(() => this.tab && this.draw()).observe(this.element);
    this.tab = null;
    this.selection = null;
  }

  /** Show another tab from its beginning. */
  show(tab) {
    this.tab = tab;
    this.element.scrollTo(0, 0);
    this.layout();
  }

  /** Lay out anew after sizes or cells changed; what stands at the top of the view stays there. */
  layout() {
    const anchor = this.rows && this.element.scrollTop > 0 ? this.#topRow() : null;
    Object.assign(this, this.tab.axes());
    const { rows, columns } = this;
    this.leftWidth = HEAD.width + columns.head;
    this.topHeight = HEAD.height + rows.head;
    this.canvas.style.gridTemplate =
      `${this.topHeight}px ${rows.total - rows.head}px / ${this.leftWidth}px ${columns.total - columns.head}px`;
    this.element.setAttribute("aria-rowcount", rows.count);
    this.element.setAttribute("aria-colcount", columns.count);
    if (anchor && anchor.row < rows.count) {
      this.element.scrollTop = rows.start(anchor.row) - rows.head + anchor.into;
    }
    this.draw(true);
  }

  #topRow() {
    const place = this.element.scrollTop + this.rows.head;
    const row = this.rows.at(place);
    return { row, into: place - this.rows.start(row) };
  }

  /** Every row in view, the frozen ones first. */
  visibleRows() {
    const [first, last] = this.#rowsInView();
    const frozen = Array.from({ length: this.rows.frozen }, (_, row) => row);
    const scrolled = Array.from({ length: Math.max(last - first + 1, 0) }, (_, place) => first + place);
    return [...frozen, ...scrolled].filter((row) => this.rows.size(row) > 0);
  }

  #rowsInView() {
    const top = this.element.scrollTop + this.rows.head;
    const height = this.element.clientHeight - this.topHeight;
    return [Math.max(this.rows.at(top), this.rows.frozen), this.rows.at(top + Math.max(height, 0))];
  }

  #columnsInView() {
    const { columns } = this;
    if (columns.count <= FEW_COLUMNS) return [columns.frozen, columns.count - 1];
    const left = this.element.scrollLeft + columns.head;
    const width = this.element.clientWidth - this.leftWidth;
    return [Math.max(columns.at(left) - 2, columns.frozen), Math.min(columns.at(left + width) + 2, columns.count - 1)];
  }

  /** Bring the elements in line with what is in view; `all` makes every one of them anew. */
  draw(all = false) {
    if (!this.tab || this.rows.count === 0) return;
    const [firstRow, lastRow] = this.#rowsInView();
    const inView = [Math.max(firstRow - OVERSCAN, this.rows.frozen), Math.min(lastRow + OVERSCAN, this.rows.count - 1)];
    const columnsInView = this.#columnsInView();
    const anew = all || String(columnsInView) !== this.drawnColumns;
    this.drawnColumns = String(columnsInView);
    const frozenColumns = [0, this.columns.frozen - 1];
    const frozenRows = [0, this.rows.frozen - 1];
    this.#fill("body", inView, columnsInView, anew);
    this.#fill("left", inView, frozenColumns, anew);
    this.#fill("top", frozenRows, columnsInView, anew);
    this.#fill("corner", frozenRows, frozenColumns, anew);
    if (anew) {
      this.#letters("top", columnsInView);
      this.#letters("corner", frozenColumns);
    }
    this.mark();
    this.element.setAttribute("aria-busy", String(this.visibleRows().some((row) => this.tab.cell(row, 0) === undefined)));
    this.dispatchEvent(new Event("view"));
  }

  #fill(name, [first, last], columns, anew) {
    const pane = this.panes[name];
    for (const [row, element] of pane.rows) {
      if (anew || row < first || row > last) {
        element.remove();
        pane.rows.delete(row);
      }
    }
    const made = document.createDocumentFragment();
    for (let row = first; row <= last; row += 1) {
      if (pane.rows.has(row) || this.rows.size(row) === 0) continue;
      const element = this.#row(name, row, columns);
      pane.rows.set(row, element);
      made.append(element);
    }
    pane.element.append(made);
  }

  /** Where a pane's left and top edges lie on the sheet. */
  origin(name) {
    const { rows, columns } = this;
    return {
      x: name === "body" || name === "top" ? columns.head : -HEAD.width,
      y: name === "body" || name === "left" ? rows.head : -HEAD.height,
    };
  }

  #row(name, row, [first, last]) {
    const { rows, columns, tab } = this;
    const { x, y } = this.origin(name);
    const line = el("div", { class: "row", role: "row", "aria-rowindex": row + 1 });
    line.style.top = `${rows.start(row) - y}px`;
    line.style.height = `${rows.size(row)}px`;
    if (x < 0) line.append(el("div", { class: "row-head", role: "rowheader", "data-row": row }, String(row + 1)));
    for (let column = first; column <= last; column += 1) {
      const width = columns.size(column);
      if (width === 0) continue;
      const merge = tab.merge(row, column);
      if (merge && (merge.startRowIndex !== row || merge.startColumnIndex !== column)) continue;
      const cell = tab.cell(row, column);
      const element = paint(cell, merge ? 0 : this.#room(cell, row, column, last));
      element.id = `cell-${row}-${column}`;
      element.setAttribute("aria-colindex", column + 1);
      element.style.left = `${columns.start(column) - x}px`;
      element.style.width = `${width}px`;
      if (merge) {
        element.classList.add("merged");
        element.style.width = `${columns.start(merge.endColumnIndex) - columns.start(column)}px`;
        element.style.height = `${rows.start(merge.endRowIndex) - rows.start(row)}px`;
      }
      if (tab.book.outside(cell)) element.classList.add("outside");
      if (tab.isFresh(row, column)) element.classList.add("fresh");
      if (tab.filter?.heads(row, column)) element.append(el("span", { class: "funnel", title: tab.filter.title }));
      line.append(element);
    }
    return line;
  }

  /** How far a text may run over empty neighbours; 0: not beyond its own cell. */
  #room(cell, row, column, last) {
    const format = cell?.effectiveFormat;
    if (!cell?.formattedValue || "numberValue" in (cell.effectiveValue ?? {})) return 0;
    if ((format?.wrapStrategy ?? "OVERFLOW_CELL") !== "OVERFLOW_CELL" || alignment(cell) !== "left") return 0;
    let end = column + 1;
    while (end <= last && !this.tab.cell(row, end)?.formattedValue && !this.tab.merge(row, end)) end += 1;
    return end > column + 1 ? this.columns.start(end) - this.columns.start(column) - 8 : 0;
  }

  #letters(name, [first, last]) {
    const pane = this.panes[name];
    pane.heads?.remove();
    pane.heads = el("div", { class: "heads", role: "row", "aria-rowindex": "0" });
    const { x } = this.origin(name);
    if (name === "corner") pane.heads.append(el("button", { class: "all", title: "Select everything", tabindex: "-1" }));
    for (let column = first; column <= last; column += 1) {
      if (this.columns.size(column) === 0) continue;
      const head = el(
        "div",
        { class: "column-head", role: "columnheader", "data-column": column },
        columnName(column),
        el("button", { class: "column-menu", tabindex: "-1", title: `Sort or change column ${columnName(column)}` }),
      );
      head.style.left = `${this.columns.start(column) - x}px`;
      head.style.width = `${this.columns.size(column)}px`;
      pane.heads.append(head);
    }
    pane.element.append(pane.heads);
  }

  /** The box `{x, y, width, height}` of cells on the sheet, in its pixels. */
  rectangle(box) {
    const { rows, columns } = this;
    const [x, y] = [columns.start(box.left), rows.start(box.top)];
    return { x, y, width: columns.start(box.right + 1) - x, height: rows.start(box.bottom + 1) - y };
  }

  /** The pane in which a cell lies. */
  paneOf(row, column) {
    if (row < this.rows.frozen) return column < this.columns.frozen ? "corner" : "top";
    return column < this.columns.frozen ? "left" : "body";
  }

  /** Put an element over a box of cells; it moves and scrolls with them. */
  place(element, box) {
    const name = this.paneOf(box.top, box.left);
    const { x, y } = this.origin(name);
    const rectangle = this.rectangle(box);
    this.panes[name].element.append(element);
    element.style.left = `${rectangle.x - x}px`;
    element.style.top = `${rectangle.y - y}px`;
    return rectangle;
  }

  /** Draw the selection: `{active: {row, column}, box}`. */
  mark() {
    const { selection } = this;
    if (!selection) return;
    const { active, box } = selection;
    const merge = this.tab.merge(active.row, active.column);
    const one = merge
      ? { top: merge.startRowIndex, bottom: merge.endRowIndex - 1, left: merge.startColumnIndex, right: merge.endColumnIndex - 1 }
      : { top: active.row, bottom: active.row, left: active.column, right: active.column };
    const many = box.top !== box.bottom || box.left !== box.right;
    for (const name of Object.keys(this.panes)) {
      this.#cover(name, this.panes[name].cursor, name === this.paneOf(one.top, one.left) ? one : null);
      this.#cover(name, this.panes[name].shade, many ? this.#part(name, box) : null);
    }
    this.element.setAttribute("aria-activedescendant", `cell-${one.top}-${one.left}`);
    for (const head of this.element.querySelectorAll(".column-head, .row-head")) {
      const row = head.dataset.row !== undefined;
      const place = Number(row ? head.dataset.row : head.dataset.column);
      const on = row ? place >= box.top && place <= box.bottom : place >= box.left && place <= box.right;
      head.classList.toggle("on", on);
    }
  }

  #part(name, box) {
    const { rows, columns } = this;
    const part = { ...box };
    if (name === "body" || name === "left") part.top = Math.max(part.top, rows.frozen);
    else part.bottom = Math.min(part.bottom, rows.frozen - 1);
    if (name === "body" || name === "top") part.left = Math.max(part.left, columns.frozen);
    else part.right = Math.min(part.right, columns.frozen - 1);
    return part.top <= part.bottom && part.left <= part.right ? part : null;
  }

  #cover(name, element, box) {
    element.hidden = box === null;
    if (!box) return;
    const { x, y } = this.origin(name);
    const rectangle = this.rectangle(box);
    element.style.left = `${rectangle.x - x}px`;
    element.style.top = `${rectangle.y - y}px`;
    element.style.width = `${rectangle.width}px`;
    element.style.height = `${rectangle.height}px`;
  }

  /** Scroll as little as needed to see a cell. */
  reveal(row, column) {
    const { element, rows, columns } = this;
    if (row >= rows.frozen) {
      const [start, end] = [rows.start(row) - rows.head, rows.start(row + 1) - rows.head];
      const room = element.clientHeight - this.topHeight;
      if (start < element.scrollTop || end - start > room) element.scrollTop = start;
      else if (end > element.scrollTop + room) element.scrollTop = end - room;
    }
    if (column >= columns.frozen) {
      const [start, end] = [columns.start(column) - columns.head, columns.start(column + 1) - columns.head];
      const room = element.clientWidth - this.leftWidth;
      if (start < element.scrollLeft || end - start > room) element.scrollLeft = start;
      else if (end > element.scrollLeft + room) element.scrollLeft = end - room;
    }
  }

  /** The cell under a point of the window; row or column is -1 on the heads. */
  cellAt(clientX, clientY) {
    const view = this.element.getBoundingClientRect();
    const along = (offset, head, frozen, scroll, axis) => {
      if (offset < head) return -1;
      return axis.at(offset < head + frozen ? offset - head : offset - head + scroll);
    };
    const seen = (place, axis) => (place > 0 && axis.size(place) === 0 ? axis.next(place, -1) : place);
    const { scrollLeft, scrollTop } = this.element;
    return {
      row: seen(along(clientY - view.top, HEAD.height, this.rows.head, scrollTop, this.rows), this.rows),
      column: seen(along(clientX - view.left, HEAD.width, this.columns.head, scrollLeft, this.columns), this.columns),
    };
  }

  /** The element of a cell while it is in view. */
  elementOf(row, column) {
    return this.element.querySelector(`#cell-${row}-${column}`);
  }
}
