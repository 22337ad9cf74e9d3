// A placeholder for a result that is not there yet.

import { makesText } from "./choices.js";
import { el, svg } from "./dom.js";
import { proportion, seconds } from "./format.js";
import { inPlainWords } from "./reasons.js";

/** A frame in the shape of the result, with a walking caravan. */
export function underWay(generation) {
  const running = generation.status === "running";
  const retried = !running && generation.failure && inPlainWords(generation.failure.reason).title;
  const began = Date.parse(generation.times.received);
  const frame = el(
    "div",
    { class: "frame waiting", role: "progressbar", "aria-label": "In progress" },
    svg(
      "svg",
      { class: "walk", viewBox: "0 0 120 30", "aria-hidden": "true" },
      ...[0, 40, 80].map((x) => svg("use", { href: "#icon-camel", x, y: 0, width: 36, height: 26 })),
    ),
    el("p", { class: "stage" }, running ? doing(generation) : "Waiting in the queue"),
    retried && el("p", { class: "hint" }, `${retried}. Caravan will try again.`),
    generation.claimExpired &&
      el("p", { class: "hint" }, "The instance that worked on it has stopped. Caravan will finish it."),
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

/** Two records of one generation with the same value look the same. */
export const look = ({ status, claimExpired, failure, times }) =>
  [status, claimExpired, failure?.at, times.deleted].join(" ");
