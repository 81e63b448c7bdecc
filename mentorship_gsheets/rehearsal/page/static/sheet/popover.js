// What shows beside a cell: its note while the pointer rests on it, and where its links lead.

import { el, icon } from "../dom.js";
import { linksOf } from "./paint.js";

const SAFE = /^(https?:|mailto:|#)/i;

export class Popover {
  /** @param grid the grid it belongs to @param {function(string)} follow goes to a place inside the spreadsheet */
  constructor(grid, follow) {
    this.grid = grid;
    this.follow = follow;
    this.element = el("div", { class: "popover", role: "tooltip", hidden: true });
    this.element.addEventListener("pointerleave", () => this.hide());
    grid.element.after(this.element);
    grid.element.addEventListener("pointermove", (event) => this.#over(event));
    grid.element.addEventListener("pointerleave", (event) => {
      if (!this.element.contains(event.relatedTarget)) this.hide();
    });
    grid.element.addEventListener("scroll", () => this.hide(), { passive: true });
  }

  #over(event) {
    if (event.buttons || !this.grid.tab) return;
    const { row, column } = this.grid.cellAt(event.clientX, event.clientY);
    if (row === this.row && column === this.column) return;
    if (row < 0 || column < 0) this.hide();
    else this.show(row, column);
  }

  /** Show what there is to tell about a cell; hides where there is nothing. */
  show(row, column) {
    this.hide();
    [this.row, this.column] = [row, column];
    const cell = this.grid.tab?.cell(row, column);
    const links = linksOf(cell).filter((link) => SAFE.test(link.address));
    const element = this.grid.elementOf(row, column);
    if (!element || (!cell?.note && links.length === 0)) return;
    this.element.replaceChildren(
      ...links.map((link) => this.#link(link)),
      ...(cell.note ? [el("p", { class: "note" }, cell.note)] : []),
    );
    this.element.hidden = false;
    const beside = element.getBoundingClientRect();
    const own = this.element.getBoundingClientRect();
    const right = beside.right + 4 + own.width < innerWidth;
    const below = links.length > 0;
    const left = below ? beside.left : right ? beside.right + 4 : beside.left - own.width - 4;
    const top = below ? beside.bottom - 1 : beside.top;
    this.element.style.left = `${Math.max(4, Math.min(left, innerWidth - own.width - 4))}px`;
    this.element.style.top = `${Math.max(4, Math.min(top, innerHeight - own.height - 4))}px`;
  }

  #link({ words, address }) {
    const inside = address.startsWith("#");
    const anchor = el(
      "a",
      { class: "link", href: address, target: inside ? null : "_blank", rel: "noopener noreferrer" },
      icon("link"), el("span", {}, inside ? words : address),
    );
    anchor.addEventListener("click", (event) => {
      if (!inside) return;
      event.preventDefault();
      this.hide();
      this.follow(address);
    });
    return anchor;
  }

  hide() {
    this.element.hidden = true;
    this.row = this.column = null;
  }
}
