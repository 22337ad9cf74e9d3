// One generation in full: its picture or text, its facts and its actions.

import { actions } from "./actions.js";
import * as api from "./api.js";
import { el, icon } from "./dom.js";
import { facts } from "./facts.js";
import { dollars, proportion } from "./format.js";
import { inPlainWords, more } from "./reasons.js";
import { underWay } from "./waiting.js";

/** The complete view. It calls `again` when the user chooses to reuse the prompt. */
export function view(generation, again = () => {}) {
  const side = el(
    "div",
    { class: "side" },
    words(generation.prompt?.text),
    facts(generation),
    actions(generation, again),
  );
  return el(
    "article",
    { class: `view ${generation.status}`, "data-id": generation.id },
    outcome(generation, side),
    side,
  );
}

/** The picture, the text, the failure, or a placeholder until there is one of them. */
export function outcome(generation, side) {
  if (generation.times.deleted) {
    return el("div", { class: "frame" }, failure("CONTENT_DELETED"));
  }
  switch (generation.status) {
    case "done":
      return generation.image_path ? image(generation, side) : writing(generation);
    case "failed":
      return el("div", { class: "frame" }, failure(generation.failure.reason, generation.failure.detail));
    case "cancelled":
      return el("div", { class: "frame" }, cancelled(generation));
    default:
      return underWay(generation);
  }
}

const words = (text) =>
  text
    ? el("blockquote", { class: "words-asked", dir: "auto", tabindex: "0" }, text)
    : el("p", { class: "hint" }, "This message could not be read as a prompt.");

function image(generation, side) {
  const frame = el("figure", { class: "frame picture" });
  const shown = el("img", { alt: `Picture for: ${generation.prompt.text}`, onload: loaded });
  frame.style.setProperty("--shape", proportion(generation.aspectRatio));
  frame.append(shown);
  api.picture(generation.id).then(
    (source) => (shown.src = source),
    (problem) => frame.replaceChildren(failure(problem?.code ?? "NOT_FOUND")),
  );
  // An image tells no reason, so a call that answers with a problem is asked for it.
  shown.addEventListener("error", () =>
    api.content(generation.id).then(
      () => frame.replaceChildren(failure("UNEXPECTED", "The browser can't show this picture.")),
      (problem) => frame.replaceChildren(failure(problem.code, problem.message)),
    ),
  );
  return frame;

  function loaded() {
    frame.style.setProperty("--shape", shown.naturalWidth / shown.naturalHeight);
    shown.classList.add("there");
    const size = side?.querySelector(".size");
    if (size) {
      size.textContent = `· ${shown.naturalWidth} × ${shown.naturalHeight}`;
    }
  }
}

function writing(generation) {
  const body = el("div", {
    class: "frame writing",
    dir: "auto",
    tabindex: "0",
    role: "region",
    "aria-label": "Text",
  });
  api.text(generation.id).then(
    (text) => (body.textContent = text),
    (problem) => body.replaceChildren(failure(problem.code, problem.message)),
  );
  return body;
}

/** Explains a failure: a title, the service's detail if it says more, and what to do. */
export function failure(code, detail) {
  const { title, advice } = inPlainWords(code);
  const rest = more(code, detail);
  return el(
    "div",
    { class: "failure" },
    icon(code === "CONTENT_BLOCKED" ? "stop" : "cloud"),
    el("h2", {}, title),
    rest && el("p", { class: "detail", dir: "auto" }, rest),
    el("p", {}, advice),
    el("p", {}, el("code", {}, code)),
  );
}

function cancelled({ costUsd }) {
  return el(
    "div",
    { class: "failure" },
    icon("stop"),
    el("h2", {}, "Cancelled"),
    el(
      "p",
      {},
      costUsd
        ? `No result was made. Earlier tries cost ${dollars(costUsd)}.`
        : "No model was called, so this prompt cost nothing.",
    ),
  );
}
