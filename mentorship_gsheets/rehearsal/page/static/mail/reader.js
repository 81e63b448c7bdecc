// One message, read as its recipient would read it.

import { gmail } from "../api.js";
import { show } from "../dialog.js";
import { button, el, icon } from "../dom.js";
import { contentOf, header, namesOf, textOf } from "./message.js";

// Nothing in a mail may run or load anything; links open in a tab of their own, as in a mail program.
const FRAME_HEAD =
  '<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'; ' +
  'img-src data:"><meta name="referrer" content="no-referrer"><base target="_blank">' +
  "<style>body{margin:20px 24px;font:15px/1.5 Arial,'Liberation Sans',sans-serif;color:#1f2933;overflow-wrap:break-word}</style>";

const WHO = ["From", "To", "Cc", "Bcc", "Reply-To"];

export class Reader {
  /** @param {function(Object): void} send called with the letter when its send button is pressed */
  constructor(send) {
    this.send = send;
    this.way = "html";
    this.element = el("article", { class: "reader", "aria-label": "Message", tabindex: "-1" });
    this.clear();
  }

  clear() {
    this.letter = null;
    this.element.replaceChildren(el("p", { class: "nothing" }, "Choose a message to read it."));
  }

  /** @param {{draft: ?string, message: Object}} letter a draft's id where it is one, and the message */
  open(letter) {
    this.letter = letter;
    const { message, draft } = letter;
    const { html, text, attachments } = contentOf(message);
    const ways = [["html", "As it looks"], ["text", "Plain text"], ["headers", "Headers"]];
    const missing = { html: html === null, text: text === null };
    const way = missing[this.way] ? (html === null ? "text" : "html") : this.way;
    const chosen = ways.map(([key, words]) =>
      el("button", { type: "button", role: "tab", "aria-selected": String(key === way), disabled: missing[key], "data-way": key,
        onclick: () => { this.way = key; this.open(letter); this.element.querySelector(`[data-way=${key}]`).focus(); } }, words));
    this.element.replaceChildren(
      el("header", { class: "letter-head" },
        el("div", { class: "letter-title" },
          el("h2", {}, header(message, "Subject") || "(no subject)"),
          draft ? button("Send", { symbol: "send", class: "button primary send", onclick: () => this.send(letter) })
            : el("span", { class: "badge" }, "Sent")),
        el("dl", { class: "who" }, ...WHO.flatMap((name) => this.#line(name, header(message, name))), ...this.#line("Date", this.#date(message))),
        el("div", { class: "ways", role: "tablist", "aria-label": "How to read it" }, ...chosen)),
      this.#body(way, { html, text, message }),
      attachments.length ? el("ul", { class: "attachments", "aria-label": "Attachments" }, ...attachments.map((one) => this.#attachment(message, one))) : el("span"),
    );
  }

  #line(name, value) {
    return value ? [el("dt", {}, name), el("dd", {}, value)] : [];
  }

  #date(message) {
    const when = new Date(Number(message.internalDate));
    return Number.isNaN(when.valueOf()) ? "" : when.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
  }

  #body(way, { html, text, message }) {
    if (way === "html" && html !== null) {
      return el("iframe", { class: "letter", title: "The message as it looks", sandbox: "allow-popups allow-popups-to-escape-sandbox",
        srcdoc: FRAME_HEAD + html });
    }
    const headers = (message.payload?.headers ?? []).map((one) => `${one.name}: ${one.value}`).join("\n");
    return el("pre", { class: "letter", tabindex: "0" }, way === "headers" ? headers : (text ?? ""));
  }

  #attachment(message, { name, type, size, id, data }) {
    const open = async () => {
      const content = data ?? (await gmail.attachment(message.id, id)).data;
      show(name, el("pre", { class: "attached" }, /^(text|message)\/|calendar/.test(type) ? textOf(content) : `${type}, ${size} bytes`));
    };
    return el("li", {}, el("button", { type: "button", class: "button", onclick: open }, icon("clip"), `${name} (${size} bytes)`));
  }
}

/** A line of the list: whom a letter goes to, and what it is about. */
export function summary({ message }) {
  const people = namesOf(header(message, "To"));
  return { people: people.join(", ") || "(nobody)", subject: header(message, "Subject") || "(no subject)", snippet: message.snippet ?? "" };
}
