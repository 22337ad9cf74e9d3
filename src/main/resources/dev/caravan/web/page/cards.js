// A generation as a card of the gallery.

import * as api from "./api.js";
import { el, icon, svg } from "./dom.js";
import { ago, exactly, proportion } from "./format.js";
import { modelName } from "./choices.js";
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
    case "cancelled":
      return el("span", { class: "face" }, icon("stop"), el("span", {}, "Cancelled"));
    default:
      return el(
        "span",
        { class: "face waiting" },
        svg(
          "svg",
          { class: "walk", viewBox: "0 0 36 26", "aria-hidden": "true" },
          svg("use", { href: "#icon-camel", width: 36, height: 26 }),
        ),
        el("span", {}, progress(generation)),
      );
  }
}

function progress({ status, claimExpired }) {
  if (claimExpired) {
    return "Interrupted, will go on";
  }
  return status === "running" ? "In progress" : "In the queue";
}

/** Runs work for an element when it is about to be seen, so that a long gallery makes no calls for the rest. */
const sight = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) {
        sight.unobserve(target);
        works.get(target)();
      }
    }
  },
  { rootMargin: "300px" },
);
const works = new WeakMap();

function whenSeen(element, work) {
  works.set(element, work);
  sight.observe(element);
}

function image(generation) {
  const shown = el("img", { class: "face", alt: "", decoding: "async" });
  shown.addEventListener("load", () => shown.classList.add("there"));
  shown.addEventListener("error", () => again(shown));
  whenSeen(shown, () =>
    api.smallPicture(generation.id, shown.clientWidth).then(
      (source) => (shown.src = source),
      () => {},
    ),
  );
  return shown;
}

/** The service makes few small pictures at a time, so one that failed is asked for again later. */
function again(shown) {
  const tries = Number(shown.dataset.tries ?? 0);
  if (tries < 4) {
    shown.dataset.tries = tries + 1;
    setTimeout(() => (shown.src = shown.src), 1000 * 2 ** tries);
  } else {
    shown.classList.add("there");
  }
}

function excerpt(generation) {
  const shown = el("span", { class: "face writing", dir: "auto" });
  whenSeen(shown, () =>
    api.beginning(generation.id).then(
      (text) =>
        (shown.textContent = text.length > WORDS_ON_A_CARD ? `${text.slice(0, WORDS_ON_A_CARD)}…` : text),
      () => {},
    ),
  );
  return shown;
}
