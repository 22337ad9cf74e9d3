// The facts about a generation, as a list of names and values.

import { el, icon } from "./dom.js";
import { bytes, dollars, exactly, seconds } from "./format.js";
import { modelName } from "./composer.js";

export function facts(generation) {
  const { result, times, prompt } = generation;
  const path = generation.image_path ?? generation.text_path;
  return el(
    "dl",
    { class: "facts" },
    fact("Model", generation.model && modelName(generation.model), model(generation)),
    fact("Seed", generation.seed, copy("seed", String(generation.seed))),
    fact("Shape", generation.aspectRatio, el("span", { class: "size" })),
    fact(
      "Took",
      times.stored && times.claimed && seconds(Date.parse(times.stored) - Date.parse(times.claimed)),
      waited(times),
    ),
    fact("Cost", generation.costUsd !== undefined && dollars(generation.costUsd)),
    fact("Size", result && bytes(result.bytes)),
    fact("Left out", prompt?.negativePrompt),
    fact("Made", times.received && exactly(times.received)),
    path && row("In S3", el("code", {}, path), copy("S3 path", path)),
    ...Object.entries(prompt?.metadata ?? {}).map(([name, value]) => fact(name, value)),
  );
}

const fact = (name, value, ...more) =>
  value === undefined || value === null || value === false
    ? null
    : row(name, el("bdi", {}, String(value)), ...more);

const row = (name, ...values) =>
  el(
    "div",
    {},
    el("dt", {}, el("bdi", {}, name)),
    el(
      "dd",
      {},
      values.flatMap((value) => [value, " "]),
    ),
  );

/** The requested model, if a fallback model replaced it. */
function model(generation) {
  const asked = generation.prompt?.model;
  return asked && asked !== generation.model
    ? el("span", { class: "hint" }, `in place of ${modelName(asked)}`)
    : null;
}

function waited(times) {
  const waiting = times.sent && times.claimed ? Date.parse(times.claimed) - Date.parse(times.sent) : 0;
  return waiting >= 1000 ? el("span", { class: "hint" }, `after ${seconds(waiting)} in the queue`) : null;
}

const copy = (what, text) => copyButton(what, text, `Copy ${what}`, "quiet tiny", "");

/** A button that copies a text and confirms it. If the browser forbids copying, it shows the text instead. */
export function copyButton(what, text, label = `Copy as ${what}`, kind = "secondary", shown = label) {
  const words = el("span", {}, shown);
  const button = el(
    "button",
    { type: "button", class: kind, "aria-label": label, onclick: copyNow },
    icon("copy"),
    words,
  );
  return button;

  async function copyNow() {
    try {
      await navigator.clipboard.writeText(text);
      words.textContent = "Copied";
      button.setAttribute("aria-label", `${label}: copied`);
      setTimeout(() => {
        words.textContent = shown;
        button.setAttribute("aria-label", label);
      }, 2000);
    } catch {
      // Only secure pages have a clipboard, and a page at a LAN address is not secure.
      const by = el("textarea", {
        readonly: true,
        class: "by-hand",
        rows: 4,
        "aria-label": `${what}, to copy manually`,
      });
      by.value = text;
      button.replaceWith(by);
      by.focus();
      by.select();
    }
  }
}
