// The tabs along the bottom.

import { menu } from "../dialog.js";
import { button, el } from "../dom.js";
import { colour } from "./look.js";

export class TabStrip {
  /**
   * @param {function(Object): Promise} open called with the tab a person goes to
   * @param {function()} enter called when the pointer went there, for the keys to go on in the cells
   */
  constructor(open, enter) {
    this.open = open;
    this.enter = enter;
    this.list = el("div", { class: "tabs", role: "tablist", "aria-label": "Tabs", onkeydown: (event) => this.#key(event) });
    this.all = button("All tabs", { symbol: "caret", shown: false, onclick: () => this.#menu() });
    this.element = el("div", { class: "tabstrip" }, this.all, this.list);
    this.tabs = [];
  }

  show(tabs, current) {
    this.tabs = tabs;
    this.current = current;
    const shown = tabs.filter((tab) => !tab.about.properties.hidden || tab === current);
    const held = this.list.contains(document.activeElement);
    this.list.replaceChildren(...shown.map((tab) => this.#tab(tab, tab === current)));
    const selected = this.list.querySelector("[aria-selected=true]");
    selected?.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (held) selected?.focus();
  }

  #tab(tab, current) {
    const element = el(
      "button",
      { type: "button", class: "tab", role: "tab", "aria-selected": String(current), tabindex: current ? "0" : "-1",
        onclick: (event) => this.#clicked(event, tab) },
      tab.title,
    );
    const stripe = colour(tab.about.properties.tabColorStyle);
    if (stripe) element.style.setProperty("--stripe", stripe);
    return element;
  }

  async #clicked(event, tab) {
    await this.open(tab);
    if (event.detail > 0) this.enter();
  }

  #key(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const shown = this.tabs.filter((tab) => !tab.about.properties.hidden);
    const next = shown[(shown.indexOf(this.current) + step + shown.length) % shown.length];
    event.preventDefault();
    this.open(next);
  }

  #menu() {
    const { left: x, top: y } = this.all.getBoundingClientRect();
    menu({ x, y: y - 34 * this.tabs.length }, this.tabs.map((tab) => ({
      words: tab.title, hint: tab.about.properties.hidden ? "hidden" : undefined, on: tab === this.current, do: () => this.open(tab),
    })), this.all);
  }
}
