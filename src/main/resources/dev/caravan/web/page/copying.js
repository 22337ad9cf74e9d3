// Buttons that copy something.

import { el, icon } from "./dom.js";

/**
 * A button that copies a text and confirms it. If the browser forbids copying, it shows the text instead.
 *
 * `text` is the text, or a function that returns it or a promise of it.
 */
export function copyButton(what, text, label = `Copy ${what}`, kind = "secondary", shown = label) {
  const words = el("span", {}, shown);
  const button = el(
    "button",
    { type: "button", class: kind, "aria-label": label, onclick: copyNow },
    icon("copy"),
    words,
  );
  return button;

  async function copyNow() {
    let copied;
    try {
      copied = await (typeof text === "function" ? text() : text);
    } catch {
      say("Not available");
      return;
    }
    try {
      await navigator.clipboard.writeText(copied);
      say("Copied");
    } catch {
      // Only secure pages have a clipboard, and a page at a LAN address is not secure.
      const by = el("textarea", {
        readonly: true,
        class: "by-hand",
        rows: 4,
        "aria-label": `${what}, to copy manually`,
      });
      by.value = copied;
      button.replaceWith(by);
      by.focus();
      by.select();
    }
  }

  function say(outcome) {
    words.textContent = outcome;
    button.setAttribute("aria-label", `${label}: ${outcome.toLowerCase()}`);
    setTimeout(() => {
      words.textContent = shown;
      button.setAttribute("aria-label", label);
    }, 2000);
  }
}

/** A small button next to the text that it copies. */
export const copyBeside = (what, text) => copyButton(what, text, `Copy ${what}`, "quiet tiny", "");
