// The shared mailbox: drafts and sent mail, with a send button of its own for each draft.

import { gmail, Refusal } from "../api.js";
import { confirm, say } from "../dialog.js";
import { el } from "../dom.js";
import { contentOf, header } from "./message.js";
import { Reader, summary } from "./reader.js";
import { rewritten } from "./rewrite.js";

const POLL = 2000;
const AT_ONCE = 6;
const FOLDERS = { drafts: "Drafts", sent: "Sent" };

export class Mail {
  constructor(address) {
    this.folder = "drafts";
    this.letters = { drafts: [], sent: [] };
    this.messages = new Map();
    this.words = new Map();
    this.chosen = null;
    this.reader = new Reader({
      send: (letter) => this.#send(letter),
      remove: (letter) => this.#remove(letter),
      save: (letter, wanted) => this.#save(letter, wanted),
    });
    this.list = el("div", { class: "letters", role: "listbox", tabindex: "0", "aria-label": "Messages", onkeydown: (event) => this.#key(event) });
    this.folders = el("div", { class: "folders", role: "tablist", "aria-label": "Folders" });
    this.search = el("input", { type: "search", placeholder: "Find a name or word", "aria-label": "Find in this folder", oninput: () => this.#show() });
    this.element = el("section", { class: "mail", "aria-label": "Mailbox" },
      el("div", { class: "mail-side" },
        el("div", { class: "mail-head" }, el("p", { class: "address" }, address), this.folders, this.search), this.list),
      this.reader.element);
  }

  /** @param id of a message in the folder; in "find", words of a message in any folder */
  async start(folder, id) {
    this.folder = FOLDERS[folder] ? folder : "drafts";
    await this.#read();
    const found = folder === "find" ? this.#saying(id) : this.letters[this.folder].find((letter) => this.#idOf(letter) === id);
    this.#choose(found ?? this.letters[this.folder][0] ?? null);
    this.timer = setInterval(() => this.#poll(), POLL);
  }

  /** The first message that says some words; its folder is opened. */
  #saying(words) {
    for (const [folder, letters] of Object.entries(this.letters)) {
      const found = letters.find(({ message }) => contentOf(message).text?.includes(words));
      if (!found) continue;
      this.folder = folder;
      this.#show();
      return found;
    }
    return null;
  }

  stop() {
    clearInterval(this.timer);
  }

  async #poll() {
    if (document.hidden || this.busy) return;
    try {
      await this.#read();
      this.#state("Up to date");
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#state(error.status ? error.message : "Not connected: is the rehearsal still running?", true);
    }
  }

  #state(words, bad = false) {
    this.element.dispatchEvent(new CustomEvent("state", { detail: { words, bad } }));
  }

  /** What names a letter for the page: a draft by its own id, sent mail by the message's. */
  #idOf(letter) {
    return letter.draft ?? letter.message.id;
  }

  async #read() {
    this.busy = true;
    try {
      const [drafts, sent] = await Promise.all([gmail.drafts(), gmail.sent()]);
      const listed = {
        drafts: drafts.map((draft) => ({ draft: draft.id, id: draft.message.id })),
        sent: sent.map((message) => ({ draft: null, id: message.id })),
      };
      const seen = JSON.stringify(listed);
      if (seen === this.seen) return;
      await this.#fetch([...listed.drafts, ...listed.sent].map((one) => one.id).filter((id) => !this.messages.has(id)));
      this.seen = seen;
      for (const folder of Object.keys(FOLDERS)) {
        this.letters[folder] = listed[folder].filter((one) => this.messages.has(one.id)).map((one) => ({ draft: one.draft, message: this.messages.get(one.id) }));
      }
      this.#show();
    } finally {
      this.busy = false;
    }
  }

  /** Messages never change under one id, so each is read once. */
  async #fetch(ids) {
    const rest = [...new Set(ids)];
    const one = async () => {
      for (let id = rest.pop(); id !== undefined; id = rest.pop()) {
        try {
          this.messages.set(id, await gmail.message(id));
        } catch (error) {
          // Sent or deleted since it was listed: the next look shows it.
          if (!(error instanceof Refusal) || error.status !== 404) throw error;
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
  }

  #show() {
    this.folders.replaceChildren(...Object.entries(FOLDERS).map(([folder, words]) =>
      el("button", { type: "button", role: "tab", "aria-selected": String(folder === this.folder), onclick: () => this.#open(folder) },
        words, el("span", { class: "count" }, String(this.letters[folder].length)))));
    const wanted = this.search.value.toLowerCase();
    const all = this.letters[this.folder];
    this.shown = all.filter((letter) => {
      return this.#wordsOf(letter.message).includes(wanted);
    });
    const empty = all.length ? "Nothing fits." : this.folder === "drafts" ? "No drafts yet: mentorship draft makes them." : "Nothing sent yet.";
    this.list.replaceChildren(...(this.shown.length ? this.shown.map((letter) => this.#line(letter)) : [el("p", { class: "nothing" }, empty)]));
    const still = this.chosen && all.find((letter) => this.#idOf(letter) === this.#idOf(this.chosen));
    if (!still) this.#choose(this.shown[0] ?? null);
    else if (still.message !== this.chosen.message) this.#choose(still);
  }

  /** All of a message that can be found, folded: whom it goes to, subject, and the whole text. */
  #wordsOf(message) {
    if (!this.words.has(message.id)) {
      const { html, text } = contentOf(message);
      const shown = html === null ? "" : new DOMParser().parseFromString(html, "text/html").body.textContent;
      const heads = ["To", "Cc", "Subject"].map((name) => header(message, name));
      this.words.set(message.id, [...heads, text ?? "", shown].join(" ").replaceAll(/\s+/g, " ").toLowerCase());
    }
    return this.words.get(message.id);
  }

  #line(letter) {
    const { people, subject, snippet } = summary(letter);
    const chosen = this.chosen !== null && this.#idOf(letter) === this.#idOf(this.chosen);
    return el("div", { class: "line-of-mail", role: "option", id: `mail-${this.#idOf(letter)}`, "aria-selected": String(chosen), onclick: () => this.#choose(letter) },
      el("strong", {}, people), el("span", { class: "subject" }, subject), el("span", { class: "snippet" }, snippet));
  }

  #open(folder) {
    this.folder = folder;
    this.chosen = null;
    this.#show();
    this.folders.querySelector("[aria-selected=true]").focus();
  }

  #choose(letter) {
    this.chosen = letter;
    for (const line of this.list.querySelectorAll("[role=option]")) {
      const on = letter !== null && line.id === `mail-${this.#idOf(letter)}`;
      line.setAttribute("aria-selected", String(on));
      if (on) line.scrollIntoView({ block: "nearest" });
    }
    if (letter) {
      this.list.setAttribute("aria-activedescendant", `mail-${this.#idOf(letter)}`);
      this.reader.open(letter);
      history.replaceState(null, "", `#mail/${this.folder}/${this.#idOf(letter)}`);
    } else this.reader.clear();
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter") this.reader.element.focus();
    else if (step && this.shown?.length) {
      const here = this.shown.findIndex((letter) => this.chosen && this.#idOf(letter) === this.#idOf(this.chosen));
      this.#choose(this.shown[Math.max(0, Math.min(here + step, this.shown.length - 1))]);
    } else return;
    event.preventDefault();
  }

  async #send(letter) {
    const to = header(letter.message, "To");
    if (!(await confirm("Send this message?", `To ${to}. This is a rehearsal: nothing leaves this computer.`, "Send"))) return;
    await this.#told(`Sent to ${to}.`, () => gmail.send(letter.draft));
    await this.#read();
  }

  /** Save what was written in a draft; the tool sees that it changed, as it does at Google. */
  async #save(letter, wanted) {
    await this.#told("Saved.", async () => gmail.update(letter.draft, await rewritten(letter.message, wanted)));
    this.reader.editing = null;
    // Its id stays, and so the list: the content is what is new.
    this.seen = null;
    this.messages.delete(letter.message.id);
    this.words.delete(letter.message.id);
    await this.#read();
    const now = this.letters.drafts.find((one) => one.draft === letter.draft);
    if (now) this.#choose(now);
  }

  async #remove(letter) {
    const to = header(letter.message, "To");
    if (!(await confirm("Delete this draft?", `To ${to}. As at Google, it is gone for good.`, "Delete"))) return;
    await this.#told(`Deleted the draft to ${to}.`, () => gmail.remove(letter.draft));
    await this.#read();
  }

  /** Do something that may be refused, and say what became of it. */
  async #told(words, act) {
    try {
      await act();
      say(words);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      say(error.message, { bad: true });
    }
  }
}
