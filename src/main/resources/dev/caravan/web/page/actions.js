// What the user can do with a generation.

import * as api from "./api.js";
import { fill } from "./composer.js";
import { confirmed } from "./confirm.js";
import { copyButton } from "./copying.js";
import { curlOf, requestOf } from "./curl.js";
import { announce, el, icon } from "./dom.js";
import { inPlainWords } from "./reasons.js";

const listeners = [];

/** Adds what happens after a generation was cancelled or deleted; it gets the new record. */
export const onChange = (then) => listeners.push(then);

/** Buttons; `leave` closes the view when the form takes over. */
export function actions(generation, leave) {
  const { prompt, times } = generation;
  const status = times.deleted ? "deleted" : generation.status;
  const action = (symbol, label, request) =>
    el(
      "button",
      {
        type: "button",
        class: "secondary",
        onclick() {
          leave();
          fill(request);
        },
      },
      icon(symbol),
      el("span", {}, label),
    );
  const { seed, ...again } = prompt ? requestOf(generation) : {};
  return el(
    "div",
    { class: "all-actions" },
    el(
      "p",
      { class: "actions" },
      generation.image_path && download(generation),
      prompt && action("again", status === "failed" ? "Change and try again" : "Use again", again),
      status === "done" &&
        generation.image_path &&
        action("variations", "Variations", { ...again, count: 4 }),
      status === "done" && seed !== undefined && action("seed", "Use with its seed", { ...again, seed }),
      status === "queued" && ending(generation, "stop", "Cancel", cancel),
      ["done", "failed"].includes(status) && ending(generation, "bin", "Delete", erase),
    ),
    el(
      "p",
      { class: "actions copies" },
      copy("link", new URL(`#${generation.id}`, location.origin + location.pathname).href),
      prompt && copy("prompt", prompt.text),
      status === "done" && generation.text_path && copy("text", () => api.text(generation.id)),
      prompt && copyButton("curl", curlOf(generation), "Copy as curl", "quiet small-button"),
    ),
  );
}

const copy = (what, text) => copyButton(what, text, `Copy ${what}`, "quiet small-button");

/** A button for the end of a generation. It shows below itself why it did not work. */
function ending(generation, symbol, label, end) {
  const problem = el("span", { class: "error", role: "alert" });
  let isBusy = false;
  const button = el(
    "button",
    {
      type: "button",
      class: "secondary",
      async onclick() {
        if (isBusy) {
          return;
        }
        // A disabled button would lose the focus to which a closing dialog returns.
        isBusy = true;
        problem.textContent = "";
        try {
          const after = await end(generation);
          if (after) {
            listeners.forEach((then) => then(after));
          }
        } catch ({ code, message }) {
          problem.textContent = `${inPlainWords(code).title}. ${message}`;
        }
        isBusy = false;
      },
    },
    icon(symbol),
    el("span", {}, label),
  );
  return [button, problem];
}

async function cancel({ id }) {
  const record = await api.cancel(id);
  announce("Cancelled.");
  return record;
}

async function erase({ id, image_path: picture, text_path: text }) {
  const isSure = await confirmed({
    title: `Delete this ${picture ? "picture" : text ? "text" : "failed prompt"}?`,
    words:
      picture || text
        ? "It is deleted from the bucket for everybody, and can't be restored here."
        : "It disappears from the gallery. Its record stays.",
    action: "Delete",
  });
  if (!isSure) {
    return null;
  }
  const record = await api.remove(id);
  announce("Deleted.");
  return record;
}

function download(generation) {
  const name = generation.result.key.split("/").pop();
  const link = el("a", { class: "secondary", download: name }, icon("download"), el("span", {}, "Download"));
  api.picture(generation.id).then(
    (source) => (link.href = source),
    () => link.remove(),
  );
  return link;
}
