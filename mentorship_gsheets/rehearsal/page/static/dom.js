// Making elements. Texts always become text nodes: what people typed is never read as HTML.

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an element.
 * @param {string} tag
 * @param {Object} attributes `class`, `title`, `aria-…`; `on…` adds a listener; null and false are left out
 * @param {...(Node|string|null)} children
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

// Drawn on a 20 by 20 grid, in strokes.
const ICONS = {
  undo: "M8 4 4 8l4 4M4 8h8a4 4 0 0 1 0 8H9",
  redo: "m12 4 4 4-4 4M16 8H8a4 4 0 0 0 0 8h3",
  up: "M6 16V4M3 7l3-3 3 3M12 5h3l-3 4h3M11.5 16 13.5 11l2 5",
  down: "M6 4v12M3 13l3 3 3-3M12 5h3l-3 4h3M11.5 16 13.5 11l2 5",
  add: "M10 4v12M4 10h12",
  filter: "M3 5h14M6 10h8M8.5 15h3",
  caret: "m6 8 4 4 4-4",
  previous: "m6 12 4-4 4 4",
  find: "M9 4a5 5 0 1 0 0 10 5 5 0 0 0 0-10M13 13l4 4",
  tick: "m5 10 4 4 7-8",
  close: "m5 5 10 10M15 5 5 15",
  sheet: "M4 3h12v14H4zM4 8h12M4 12.5h12M9 8v9",
  mail: "M3 5h14v10H3zM3 6l7 5 7-5",
  form: "M4 3h12v14H4zM7 7h6M7 10h6M7 13h3",
  help: "M7.5 7.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.8-1.1 1.8M10 14.5v.2",
  send: "M3 10 17 4l-4 13-3-6zM10 11l7-7",
  link: "M8 12a3 3 0 0 0 4.2.2l2.6-2.6a3 3 0 0 0-4.2-4.2L9.5 6.5M12 8a3 3 0 0 0-4.2-.2l-2.6 2.6a3 3 0 0 0 4.2 4.2l1.1-1.1",
  lock: "M5 9h10v7H5zM7 9V6.5a3 3 0 0 1 6 0V9",
  edit: "M4 16l1-4 8-8 3 3-8 8zM11 6l3 3",
  bin: "M5 6h10l-1 11H6zM3 6h14M8 6V4h4v2",
  clip: "m15 9-5.6 5.6a3 3 0 0 1-4.2-4.2L11 4.6a2 2 0 0 1 2.8 2.8L8.3 13a1 1 0 0 1-1.4-1.4L12 6.5",
};

/** An icon for a control whose words stand elsewhere. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of [["viewBox", "0 0 20 20"], ["class", "icon"], ["aria-hidden", "true"]]) {
    svg.setAttribute(key, value);
  }
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A button with an icon, words, or both; words that are not shown are still read out and shown on hover. */
export function button(words, { symbol = null, shown = true, onclick, ...attributes } = {}) {
  return el(
    "button",
    { type: "button", class: shown ? "button" : "button bare", onclick, title: shown ? null : words,
      "aria-label": shown ? null : words, ...attributes },
    symbol && icon(symbol),
    shown ? el("span", {}, words) : null,
  );
}
