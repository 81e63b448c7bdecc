// The page: the spreadsheet, the mailbox and the form side by side, one in view.

import { drive, Refusal, session } from "./api.js";
import { el, icon } from "./dom.js";
import { Form } from "./form/form.js";
import { Mail } from "./mail/mail.js";
import { Sheet } from "./sheet/sheet.js";

const SHEET = "application/vnd.google-apps.spreadsheet";
const FORM = "application/vnd.google-apps.form";

const [main, nav, state] = ["main", "nav", "state"].map((id) => document.getElementById(id));
let view = null;
let opening = 0;

/** What there is to see: every spreadsheet, the mailbox, every form, each with its address in the page. */
async function places() {
  const [who, files] = await Promise.all([session(), drive.files()]);
  const first = (one, other) => Number(other.id === who.sheet) - Number(one.id === who.sheet);
  const of = (kind, symbol, route) => files.filter((file) => file.mimeType === kind).sort(first)
    .map((file) => ({ address: `${route}/${file.id}`, words: file.name, symbol }));
  return { who, all: [...of(SHEET, "sheet", "sheet"), { address: "mail", words: "Mailbox", symbol: "mail" }, ...of(FORM, "form", "form")] };
}

function make(kind, id, who) {
  if (kind === "sheet") return new Sheet(id);
  if (kind === "form") return new Form(id);
  return new Mail(who.mailbox);
}

async function go(who, all) {
  const asked = decodeURIComponent(location.hash.slice(1)) || all[0].address;
  const place = all.find(({ address }) => asked === address || asked.startsWith(`${address}/`)) ?? all[0];
  const [kind, id, part] = asked.split("/");
  for (const link of nav.children) {
    if (link.dataset.address === place.address) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.title = `${place.words} – rehearsal`;
  const turn = (opening += 1);
  view?.stop();
  view = null;
  tell({ words: "" });
  const [placeKind, placeId] = place.address.split("/");
  const next = make(placeKind, placeId, who);
  next.element.addEventListener("state", (event) => tell(event.detail));
  // What is shown measures itself, so it is on the page before it is filled.
  main.replaceChildren(next.element);
  if (placeKind === "sheet") await next.start(kind === "sheet" && part ? Number(part) : undefined);
  else await next.start(id, part);
  if (turn !== opening) next.stop();
  else {
    view = next;
    if (placeKind === "sheet") next.grid.element.focus({ preventScroll: true });
  }
}

function tell({ words, bad = false }) {
  state.textContent = words;
  state.classList.toggle("bad", bad);
}

function fail(error) {
  const words = error instanceof Refusal ? error.message : `Something went wrong in this page: ${error.message}`;
  main.replaceChildren(el("p", { class: "nothing bad" }, words));
  if (!(error instanceof Refusal)) throw error;
}

try {
  const { who, all } = await places();
  nav.replaceChildren(...all.map(({ address, words, symbol }) =>
    el("a", { href: `#${address}`, "data-address": address }, icon(symbol), el("span", {}, words))));
  // A click on the place one is at changes nothing; replaced addresses raise no event.
  window.addEventListener("hashchange", () => go(who, all).catch(fail));
  await go(who, all);
} catch (error) {
  fail(error);
}
