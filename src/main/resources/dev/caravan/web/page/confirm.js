// Asks before something that can't be undone.

import { byId } from "./dom.js";

const dialog = byId("confirm");

/** Resolves to true if the user presses the button with the name of the action. */
export function confirmed({ title, words, action }) {
  byId("confirm-title").textContent = title;
  byId("confirm-words").textContent = words;
  byId("confirm-yes").textContent = action;
  dialog.returnValue = "";
  dialog.showModal();
  // The harmless button has the focus, so that Enter does no harm.
  byId("confirm-no").focus();
  return new Promise((answer) =>
    dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"), { once: true }),
  );
}

byId("confirm-yes").addEventListener("click", () => dialog.close("yes"));
byId("confirm-no").addEventListener("click", () => dialog.close(""));
