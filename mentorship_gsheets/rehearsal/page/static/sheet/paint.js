// One cell as an element: its text, check box, dropdown mark, note and link.

import { el, icon } from "../dom.js";
import { dress, dressText } from "./look.js";

const LISTS = new Set(["ONE_OF_LIST", "ONE_OF_RANGE"]);

export const isCheckBox = (cell) => cell?.dataValidation?.condition?.type === "BOOLEAN";
export const isDropdown = (cell) => LISTS.has(cell?.dataValidation?.condition?.type);
export const isTicked = (cell) => cell?.effectiveValue?.boolValue === true;

/**
 * Make the element of a cell.
 * @param {Object} cell CellData as the API gave it; undefined while it is being read
 * @param {number} room pixels its text may use: more than the column where the next cells are empty
 */
export function paint(cell, room) {
  const element = el("div", { class: "cell", role: "gridcell" });
  if (cell === undefined) element.classList.add("unread");
  if (!cell || Object.keys(cell).length === 0) return element;
  dress(element, cell);
  const said = [];
  if (isCheckBox(cell)) {
    const ticked = isTicked(cell);
    element.classList.add("boxed");
    element.append(el("span", { class: ticked ? "box ticked" : "box" }, ticked ? icon("tick") : null));
    said.push(ticked ? "ticked" : "not ticked");
  } else if (cell.formattedValue) {
    element.append(content(cell, room));
  }
  if (isDropdown(cell)) {
    element.classList.add("dropdown");
    element.append(el("span", { class: "drop", title: "Choose from a list (Enter)" }, icon("caret")));
  }
  if (cell.note) {
    element.classList.add("noted");
    said.push(`note: ${cell.note}`);
  }
  if (said.length) element.setAttribute("aria-label", [cell.formattedValue, ...said].filter(Boolean).join(", "));
  return element;
}

function content(cell, room) {
  const text = el("span", { class: cell.hyperlink ? "text linked" : "text" });
  if (room > 0) text.style.width = `${room}px`;
  const runs = cell.textFormatRuns ?? [];
  if (runs.length === 0) {
    text.textContent = cell.formattedValue;
    return text;
  }
  const ends = [...runs.slice(1).map((run) => run.startIndex ?? 0), cell.formattedValue.length];
  if ((runs[0].startIndex ?? 0) > 0) text.append(cell.formattedValue.slice(0, runs[0].startIndex));
  runs.forEach((run, place) => {
    const part = el("span", { class: run.format?.link ? "linked" : null });
    part.textContent = cell.formattedValue.slice(run.startIndex ?? 0, ends[place]);
    dressText(part, run.format ?? {});
    text.append(part);
  });
  return text;
}

const GMAIL = /^https:\/\/mail\.google\.com\/mail\/.*#search\/(.+)$/;

/** Where an address leads on this computer: what searches in Gmail looks into the mailbox of the rehearsal. */
const here = (address) => address.replace(GMAIL, "#mail/find/$1");

/** Every address a cell leads to, as `{words, address}`. */
export function linksOf(cell) {
  const links = cell?.hyperlink ? [{ words: cell.formattedValue ?? cell.hyperlink, address: here(cell.hyperlink) }] : [];
  const runs = cell?.textFormatRuns ?? [];
  runs.forEach((run, place) => {
    const address = run.format?.link?.uri;
    if (!address || links.some((link) => link.address === address)) return;
    links.push({ words: cell.formattedValue.slice(run.startIndex ?? 0, runs[place + 1]?.startIndex), address });
  });
  return links;
}
