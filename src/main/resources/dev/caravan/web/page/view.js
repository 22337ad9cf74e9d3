// One generation in full: its picture or text, its facts and its actions.

import * as api from "./api.js";
import { curlOf, requestOf } from "./curl.js";
import { el, icon, svg } from "./dom.js";
import { copyButton, facts } from "./facts.js";
import { proportion, seconds } from "./format.js";
import { fill, makesText } from "./composer.js";
import { inPlainWords } from "./reasons.js";

/** The complete view. It calls `again` when the user chooses to reuse the prompt. */
export function view(generation, again = () => {}) {
  const side = el(
    "div",
    { class: "side" },
    words(generation.prompt?.text),
    facts(generation),
    actions(generation, again),
  );
  return el("article", { class: `view ${generation.status}` }, outcome(generation, side), side);
}

function outcome(generation, side) {
  switch (generation.status) {
    case "done":
      return generation.image_path ? image(generation, side) : writing(generation);
    case "failed":
      return el("div", { class: "frame" }, failure(generation.failure.reason, generation.failure.detail));
    default:
      return underWay(generation);
  }
}

const words = (text) =>
  text
    ? el("blockquote", { class: "words-asked", dir: "auto" }, text)
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
  return frame;

  function loaded() {
    frame.style.setProperty("--shape", shown.naturalWidth / shown.naturalHeight);
    shown.classList.add("there");
    const size = side.querySelector(".size");
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
    () => body.replaceChildren(failure("NOT_FOUND")),
  );
  return body;
}

/** Explains a failure: a title, the service's detail, and what to do. */
export function failure(code, detail) {
  const { title, advice } = inPlainWords(code);
  return el(
    "div",
    { class: "failure" },
    icon(code === "CONTENT_BLOCKED" ? "stop" : "cloud"),
    el("h2", {}, title),
    detail && el("p", { class: "detail", dir: "auto" }, detail),
    el("p", {}, advice),
    el("p", {}, el("code", {}, code)),
  );
}

/** A placeholder in the shape of the result, with a walking caravan. */
export function underWay(generation) {
  const running = generation.status === "running";
  const abandoned = generation.claimExpired;
  const retried = !running && generation.failure && inPlainWords(generation.failure.reason).title;
  const began = Date.parse(generation.times.received);
  const frame = el(
    "div",
    { class: "frame waiting", role: "progressbar", "aria-label": "In progress" },
    svg(
      "svg",
      { class: "walk", viewBox: "0 0 120 30", "aria-hidden": "true" },
      ...[0, 40, 80].map((x) => svg("use", { href: "#camel", x, y: 0, width: 36, height: 26 })),
    ),
    el("p", { class: "stage" }, running ? doing(generation) : "Waiting in the queue"),
    retried && el("p", { class: "hint" }, `${retried}. Caravan will try again.`),
    abandoned && el("p", { class: "hint" }, "The instance that worked on it has stopped. Caravan will finish it."),
    el(
      "p",
      { class: "elapsed", "aria-hidden": "true", "data-began": began },
      seconds(Math.max(0, Date.now() - began)),
    ),
  );
  frame.style.setProperty("--shape", makesText(generation.model) ? 2.4 : proportion(generation.aspectRatio));
  return frame;
}

const doing = (generation) => (makesText(generation.model) ? "The model is writing" : "The model is drawing");

function actions(generation, again) {
  if (!generation.prompt) {
    return null;
  }
  const reuse = () => {
    again();
    fill(requestOf(generation));
  };
  return el(
    "p",
    { class: "actions" },
    generation.image_path && download(generation),
    copyButton("curl", curlOf(generation)),
    el(
      "button",
      { type: "button", class: "secondary", onclick: reuse },
      icon("again"),
      el("span", {}, generation.status === "failed" ? "Change and try again" : "Use again"),
    ),
  );
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
