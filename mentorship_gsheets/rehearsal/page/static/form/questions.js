// The questions of a form as fields: each knows how to show an earlier answer and to tell what was chosen.

import { el } from "../dom.js";

const OTHER = "Other";

/**
 * Make the fields of one question.
 * @param {Object} question Question of the Forms API
 * @param {string} name of the group of fields @param {string} label id of the element with the question's words
 * @returns {{element: Element, answer: function(): string[], fill: function(string[])}}
 */
export function fieldOf(question, name, label) {
  if (question.choiceQuestion) return choices(question.choiceQuestion, name, label);
  if (question.scaleQuestion) return scale(question.scaleQuestion, name, label);
  const kind = question.dateQuestion ? "date" : question.timeQuestion ? "time" : null;
  return text(kind, question.textQuestion?.paragraph, label);
}

function text(kind, paragraph, label) {
  const field = paragraph
    ? el("textarea", { rows: "4", "aria-labelledby": label })
    : el("input", { type: kind ?? "text", "aria-labelledby": label });
  return {
    element: field,
    answer: () => (field.value.trim() === "" ? [] : [field.value]),
    fill: ([value = ""]) => { field.value = value; },
  };
}

function choices({ type, options = [] }, name, label) {
  const values = options.filter((option) => !option.isOther).map((option) => option.value);
  if (type === "DROP_DOWN") return dropdown(values, label);
  const kind = type === "CHECKBOX" ? "checkbox" : "radio";
  const fields = values.map((value) => el("input", { type: kind, name, value }));
  const lines = fields.map((field, place) => el("label", { class: "option" }, field, el("span", {}, values[place])));
  const other = options.some((option) => option.isOther)
    ? { tick: el("input", { type: kind, name, value: OTHER }), words: el("input", { type: "text", class: "other", "aria-label": "Other" }) }
    : null;
  if (other) {
    other.words.addEventListener("input", () => { other.tick.checked = other.words.value !== ""; });
    lines.push(el("label", { class: "option" }, other.tick, el("span", {}, "Other:"), other.words));
  }
  return {
    element: el("div", { class: "options", role: kind === "radio" ? "radiogroup" : "group", "aria-labelledby": label }, ...lines),
    answer: () => {
      const chosen = fields.filter((field) => field.checked).map((field) => field.value);
      // What is typed under "Other" carries no mark of it: an answer like any other.
      if (other?.tick.checked && other.words.value.trim()) chosen.push(other.words.value.trim());
      return chosen;
    },
    fill: (answers) => {
      for (const field of fields) field.checked = answers.includes(field.value);
      const own = answers.find((answer) => !values.includes(answer));
      if (other && own !== undefined) {
        other.tick.checked = true;
        other.words.value = own;
      }
    },
  };
}

function dropdown(values, label) {
  const field = el("select", { "aria-labelledby": label }, el("option", { value: "" }, "Choose"), ...values.map((value) => el("option", { value }, value)));
  return {
    element: field,
    answer: () => (field.value ? [field.value] : []),
    fill: ([value = ""]) => { field.value = value; },
  };
}

function scale({ low = 0, high, lowLabel = "", highLabel = "" }, name, label) {
  const steps = Array.from({ length: high - low + 1 }, (_, place) => String(low + place));
  const fields = steps.map((value) => el("input", { type: "radio", name, value }));
  return {
    element: el("div", { class: "scale", role: "radiogroup", "aria-labelledby": label },
      el("span", {}, lowLabel),
      ...fields.map((field, place) => el("label", {}, el("span", {}, steps[place]), field)),
      el("span", {}, highLabel)),
    answer: () => fields.filter((field) => field.checked).map((field) => field.value),
    fill: ([value]) => { for (const field of fields) field.checked = field.value === value; },
  };
}

/** A grid: a question to each row, the same choices for all. */
export function gridFields({ questions, grid }, name, label) {
  const { type, options = [] } = grid.columns;
  const kind = type === "CHECKBOX" ? "checkbox" : "radio";
  const rows = questions.map(({ questionId, rowQuestion }) => {
    const title = rowQuestion?.title ?? "";
    const fields = options.map(({ value }) => el("input", { type: kind, name: `${name}-${questionId}`, value, "aria-label": `${title}: ${value}` }));
    return {
      id: questionId,
      element: el("tr", {}, el("th", { scope: "row" }, title), ...fields.map((field) => el("td", {}, field))),
      answer: () => fields.filter((field) => field.checked).map((field) => field.value),
      fill: (answers) => { for (const field of fields) field.checked = answers.includes(field.value); },
    };
  });
  const head = el("tr", {}, el("td"), ...options.map(({ value }) => el("th", { scope: "col" }, value)));
  return {
    element: el("table", { class: "grid-question", "aria-labelledby": label }, el("thead", {}, head), el("tbody", {}, ...rows.map((row) => row.element))),
    rows,
  };
}
