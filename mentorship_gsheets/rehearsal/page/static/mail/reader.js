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
  /** @param {{send: function, remove: function, save: function}} acts called with the letter, `save` also with what is written */
  constructor(acts) {
    this.acts = acts;
    this.editing = null;
    this.way = "html";
    this.element = el("article", { class: "reader", "aria-label": "Message", tabindex: "-1" });
    this.clear();
  }

  clear() {
    this.letter = null;
    this.editing = null;
    this.element.replaceChildren(el("p", { class: "nothing" }, "Choose a message to read it."));
  }

  /** @param {{draft: ?string, message: Object}} letter a draft's id where it is one, and the message */
  open(letter) {
    // What somebody is writing is not taken away by a look at the mailbox.
    if (this.editing !== null && this.editing === letter.draft) return;
    this.editing = null;
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
          draft ? el("div", { class: "letter-acts" },
            button("Edit", { symbol: "edit", onclick: () => this.edit(letter) }),
            button("Delete", { symbol: "bin", onclick: () => this.acts.remove(letter) }),
            button("Send", { symbol: "send", class: "button primary send", onclick: () => this.acts.send(letter) }))
            : el("span", { class: "badge" }, "Sent")),
        el("dl", { class: "who" }, ...WHO.flatMap((name) => this.#line(name, header(message, name))), ...this.#line("Date", this.#date(message))),
        el("div", { class: "ways", role: "tablist", "aria-label": "How to read it" }, ...chosen)),
      this.#body(way, { html, text, message }),
      attachments.length ? el("ul", { class: "attachments", "aria-label": "Attachments" }, ...attachments.map((one) => this.#attachment(message, one))) : el("span"),
    );
  }

  /** Write in a draft: its subject and its text; the plain text of a mail with both is made of what is written. */
  edit(letter) {
    const { message } = letter;
    const { html, text } = contentOf(message);
    this.editing = letter.draft;
    const subject = el("input", { class: "edit-subject", "aria-label": "Subject", value: header(message, "Subject") });
    // No script runs in here, and nothing is loaded; the page reads what was written.
    const body = html === null ? el("textarea", { class: "letter", "aria-label": "Text" })
      : el("iframe", { class: "letter", title: "The text of the message", sandbox: "allow-same-origin", srcdoc: FRAME_HEAD + html,
          onload: () => { body.contentDocument.body.contentEditable = "true"; } });
    if (html === null) body.value = text ?? "";
    const written = () => {
      if (html === null) return { "text/plain": body.value };
      const inside = body.contentDocument.body;
      return { "text/html": inside.innerHTML, "text/plain": inside.innerText };
    };
    const leave = () => { this.editing = null; this.open(letter); this.element.focus(); };
    this.element.replaceChildren(
      el("header", { class: "letter-head" },
        el("div", { class: "letter-title" }, subject,
          el("div", { class: "letter-acts" },
            button("Cancel", { onclick: leave }),
            button("Save", { class: "button primary", onclick: () => this.acts.save(letter, { subject: subject.value, texts: written() }) }))),
        el("dl", { class: "who" }, ...this.#line("To", header(message, "To")))),
      body, el("span"));
    subject.focus();
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
