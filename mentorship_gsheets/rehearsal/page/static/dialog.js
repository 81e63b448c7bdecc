// Questions, short messages and menus.

import { button, el } from "./dom.js";

/** Ask before something is done; resolves to whether the person agreed. */
export function confirm(title, text, yes = "Continue") {
  return new Promise((resolve) => {
    const close = () => dialog.close();
    const agreed = button(yes, { value: "yes", onclick: () => dialog.close("yes"), class: "button primary" });
    const dialog = el(
      "dialog",
      { class: "dialog", "aria-labelledby": "dialog-title",
        onclose: () => { dialog.remove(); resolve(dialog.returnValue === "yes"); } },
      el("h2", { id: "dialog-title" }, title),
      text ? el("p", {}, text) : null,
      el("div", { class: "dialog-buttons" }, button("Cancel", { onclick: close }), agreed),
    );
    document.body.append(dialog);
    dialog.showModal();
    agreed.focus();
  });
}

/** Show some content until it is closed. */
export function show(title, ...content) {
  const dialog = el(
    "dialog",
    { class: "dialog", "aria-labelledby": "dialog-title", onclose: () => dialog.remove() },
    el("h2", { id: "dialog-title" }, title),
    ...content,
    el("div", { class: "dialog-buttons" }, button("Close", { onclick: () => dialog.close(), autofocus: true })),
  );
  document.body.append(dialog);
  dialog.showModal();
}

let toastTimer = 0;

/** Say something in passing, at the foot of the page and to screen readers. */
export function say(text, { bad = false } = {}) {
  const toast = document.getElementById("toast");
  toast.textContent = text;
  toast.className = bad ? "toast bad" : "toast";
  toast.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { toast.hidden = true; }, bad ? 9000 : 4500);
}

/**
 * Open a menu at a point of the window.
 * @param {{x: number, y: number}} at
 * @param {Array<{words: string, hint?: string, on?: boolean, do: function()}|null>} items null draws a line
 * @param {Element} back what gets the focus again afterwards
 */
export function menu(at, items, back) {
  document.querySelector(".menu")?.remove();
  const entries = items.map((item) => item === null
    ? el("div", { class: "menu-line", role: "separator" })
    : el("button", {
        type: "button", class: "menu-item", role: item.on === undefined ? "menuitem" : "menuitemradio",
        "aria-checked": item.on === undefined ? null : String(item.on), tabindex: "-1",
        onclick: () => { close(); item.do(); },
      }, el("span", {}, item.words), item.hint ? el("span", { class: "menu-hint" }, item.hint) : null));
  const list = el("div", { class: "menu", role: "menu", onkeydown: move }, ...entries);
  const choices = entries.filter((entry) => entry.tagName === "BUTTON");

  function move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const here = choices.indexOf(document.activeElement);
      choices[(here + step + choices.length) % choices.length].focus();
    } else if (event.key === "Escape" || event.key === "Tab") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  function away(event) {
    if (!list.contains(event.target)) close();
  }
  function close() {
    document.removeEventListener("pointerdown", away, true);
    list.remove();
    back?.focus({ preventScroll: true });
  }

  document.body.append(list);
  const { width, height } = list.getBoundingClientRect();
  list.style.left = `${Math.max(4, Math.min(at.x, innerWidth - width - 4))}px`;
  list.style.top = `${Math.max(4, Math.min(at.y, innerHeight - height - 4))}px`;
  document.addEventListener("pointerdown", away, true);
  (choices.find((choice) => choice.getAttribute("aria-checked") === "true") ?? choices[0])?.focus();
}
