// The form as a respondent sees it: fill it in, send it, change one's own answer.

import { forms, Refusal } from "../api.js";
import { say } from "../dialog.js";
import { button, el } from "../dom.js";
import { fieldOf, gridFields } from "./questions.js";

const COLLECTED = new Set(["VERIFIED", "RESPONDER_INPUT"]);

export class Form {
  constructor(id) {
    this.id = id;
    this.element = el("section", { class: "form", "aria-label": "Form" });
  }

  async start() {
    this.form = await forms.form(this.id);
    this.#blank();
  }

  stop() {}

  get collects() {
    return COLLECTED.has(this.form.settings?.emailCollectionType);
  }

  /** Show an empty form. */
  #blank(address = "") {
    this.response = null;
    this.fields = [];
    this.email = el("input", { type: "email", autocomplete: "off", value: address, "aria-labelledby": "form-email", onchange: () => this.#known() });
    this.earlier = el("p", { class: "earlier", "aria-live": "polite" });
    const { info = {}, items = [] } = this.form;
    this.element.replaceChildren(el("form", { class: "sheet-of-paper", novalidate: true, onsubmit: (event) => this.#submit(event) },
      el("header", { class: "card first" }, el("h1", {}, info.title ?? "Form"), info.description ? el("p", {}, info.description) : null,
        el("p", { class: "required-note" }, "* required")),
      el("div", { class: "card" }, el("h2", { id: "form-email" }, "Your e-mail address", this.collects ? el("span", { class: "star" }, " *") : null),
        this.collects ? null : el("p", { class: "hint" }, "This form does not collect it; it only says who you are here."), this.email, this.earlier),
      ...items.map((item, place) => this.#item(item, place)),
      el("div", { class: "form-end" }, el("button", { type: "submit", class: "button primary" }, "Submit"),
        button("Clear form", { onclick: () => this.#blank(this.email.value) }))));
    this.element.scrollTop = 0;
  }

  #item(item, place) {
    const label = `question-${place}`;
    const title = (required) => el("h2", { id: label }, item.title ?? "", required ? el("span", { class: "star" }, " *") : null);
    const about = item.description ? el("p", { class: "hint" }, item.description) : null;
    if (item.pageBreakItem) return el("div", { class: "card section" }, el("h2", {}, item.title ?? ""), about);
    if (item.questionGroupItem) {
      const { element, rows } = gridFields(item.questionGroupItem, label, label);
      const required = item.questionGroupItem.questions.some((question) => question.required);
      const card = el("div", { class: "card" }, title(required), about, element);
      item.questionGroupItem.questions.forEach((question, row) => {
        this.fields.push({ id: question.questionId, required: question.required, title: item.title, card, ...rows[row] });
      });
      return card;
    }
    if (!item.questionItem) return el("div", { class: "card" }, el("h2", {}, item.title ?? ""), about);
    const { question } = item.questionItem;
    const field = fieldOf(question, label, label);
    const card = el("div", { class: "card" }, title(question.required), about, field.element);
    this.fields.push({ id: question.questionId, required: question.required, title: item.title, card, ...field });
    return card;
  }

  /** Whoever gives an address that has answered may change that answer. */
  async #known() {
    if (!this.collects) return;
    const address = this.email.value.trim().toLowerCase();
    const theirs = (await forms.responses(this.id))
      .filter((response) => response.respondentEmail?.toLowerCase() === address)
      .sort((one, other) => one.lastSubmittedTime.localeCompare(other.lastSubmittedTime));
    this.earlier.replaceChildren();
    const newest = theirs.at(-1);
    if (newest && !this.response) {
      this.earlier.append("This address has answered already. ", button("Change that answer", { onclick: () => this.#load(newest) }));
    }
  }

  #load(response) {
    this.response = response.responseId;
    for (const field of this.fields) {
      field.fill((response.answers?.[field.id]?.textAnswers?.answers ?? []).map((answer) => answer.value));
    }
    this.earlier.replaceChildren("You are changing the answer given before.");
  }

  async #submit(event) {
    event.preventDefault();
    for (const card of this.element.querySelectorAll(".wrong")) {
      card.classList.remove("wrong");
      card.querySelector(".complaint")?.remove();
    }
    const answers = Object.fromEntries(this.fields.map((field) => [field.id, field.answer()]));
    const missing = this.fields.filter((field) => field.required && answers[field.id].length === 0).map((field) => field.card);
    if (!this.email.value.includes("@")) missing.unshift(this.email.closest(".card"));
    if (missing.length) {
      for (const card of new Set(missing)) {
        card.classList.add("wrong");
        card.append(el("p", { class: "complaint", role: "alert" }, "This is a required question."));
      }
      missing[0].scrollIntoView({ block: "center" });
      missing[0].querySelector("input, textarea, select")?.focus({ preventScroll: true });
      return;
    }
    const given = Object.fromEntries(Object.entries(answers).filter(([, texts]) => texts.length));
    const email = this.email.value.trim();
    try {
      const { responseId } = await forms.submit(this.id, { email, answers: given, ...(this.response ? { responseId: this.response } : {}) });
      this.#thank(email, responseId);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      say(error.message, { bad: true });
    }
  }

  #thank(email, responseId) {
    const again = async () => {
      const response = (await forms.responses(this.id)).find((one) => one.responseId === responseId);
      this.#blank(email);
      this.#load(response);
    };
    const paper = el("div", { class: "sheet-of-paper" }, el("div", { class: "card first", role: "status", tabindex: "-1" },
      el("h1", {}, this.form.info?.title ?? "Form"), el("p", {}, "Your response has been recorded."),
      el("div", { class: "form-end" }, button("Edit your response", { onclick: again }), button("Submit another response", { onclick: () => this.#blank() }))));
    this.element.replaceChildren(paper);
    paper.firstChild.focus();
  }
}
