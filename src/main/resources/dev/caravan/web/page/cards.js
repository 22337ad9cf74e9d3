// A generation as a card of the gallery.

import * as api from "./api.js";
import { el, icon, svg } from "./dom.js";
import { ago, exactly, proportion } from "./format.js";
import { modelName } from "./composer.js";
import { inPlainWords } from "./reasons.js";

const WORDS_ON_A_CARD = 320;

/** The list item; its link opens the generation in full. */
export function card(generation) {
  const item = el(
    "li",
    { class: `card ${generation.status}`, id: `card-${generation.id}` },
    el(
      "a",
      { href: `#${generation.id}` },
      face(generation),
      el(
        "span",
        { class: "caption", dir: "auto" },
        generation.prompt?.text ?? "A message that could not be read",
      ),
      el(
        "span",
        { class: "hint" },
        generation.model ? `${modelName(generation.model)} · ` : "",
        el(
          "time",
          { datetime: generation.times.received, title: exactly(generation.times.received) },
          ago(generation.times.received),
        ),
      ),
    ),
  );
  // All cards in a row have the same height, so a wider picture gets a wider card.
  const shape = generation.image_path ? proportion(generation.aspectRatio) : 1.15;
  item.style.setProperty("--shape", Math.min(2.2, Math.max(0.66, shape)));
  return item;
}

function face(generation) {
  switch (generation.status) {
    case "done":
      return generation.image_path ? image(generation) : excerpt(generation);
    case "failed":
      return el(
        "span",
        { class: "face" },
        icon(generation.failure.reason === "CONTENT_BLOCKED" ? "stop" : "cloud"),
        el("span", {}, inPlainWords(generation.failure.reason).title),
      );
    default:
      return el(
        "span",
        { class: "face waiting" },
        svg(
          "svg",
          { class: "walk", viewBox: "0 0 36 26", "aria-hidden": "true" },
          svg("use", { href: "#camel", width: 36, height: 26 }),
        ),
        el("span", {}, generation.status === "running" ? "In progress" : "In the queue"),
      );
  }
}

function image(generation) {
  const shown = el("img", { class: "face", alt: "", loading: "lazy", decoding: "async" });
  shown.addEventListener("load", () => shown.classList.add("there"));
  api.picture(generation.id).then(
    (source) => (shown.src = source),
    () => {},
  );
  return shown;
}

function excerpt(generation) {
  const shown = el("span", { class: "face writing", dir: "auto" });
  api.text(generation.id).then(
    (text) =>
      (shown.textContent = text.length > WORDS_ON_A_CARD ? `${text.slice(0, WORDS_ON_A_CARD)}…` : text),
    () => {},
  );
  return shown;
}
