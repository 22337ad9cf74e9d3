// The facts about a generation, as a list of names and values.

import { modelName } from "./choices.js";
import { copyBeside } from "./copying.js";
import { el } from "./dom.js";
import { bytes, dollars, exactly, seconds } from "./format.js";

export function facts(generation) {
  const { result, times, prompt, failure, status } = generation;
  const path = generation.image_path ?? generation.text_path;
  const done = status === "done";
  return el(
    "dl",
    { class: "facts" },
    fact("Model", generation.model && modelName(generation.model), instead(generation)),
    fact("Seed", done && generation.seed, copyBeside("seed", String(generation.seed))),
    fact("Shape", generation.aspectRatio, el("span", { class: "size" })),
    fact("Took", took(times), waited(times)),
    fact("Cost", cost(generation)),
    fact("Size", result && bytes(result.bytes)),
    fact("Left out", prompt?.negativePrompt),
    fact("Instructions", prompt?.system),
    fact("Tries", !done && generation.attempts > 0 && tries(generation)),
    fact("Made", done && exactly(times.stored ?? times.received)),
    fact("Received", !done && times.received && exactly(times.received)),
    fact("Failed", status === "failed" && failure.at && exactly(failure.at)),
    fact("Caller", generation.caller),
    row("Id", el("code", {}, generation.id), copyBeside("id", generation.id)),
    path && row("In S3", el("code", {}, path), copyBeside("S3 path", path)),
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
function instead(generation) {
  const asked = generation.prompt?.model;
  return asked && asked !== generation.model
    ? el("span", { class: "hint" }, `in place of ${modelName(asked)}`)
    : null;
}

const took = ({ stored, claimed }) => stored && claimed && seconds(Date.parse(stored) - Date.parse(claimed));

function waited(times) {
  const waiting = times.sent && times.claimed ? Date.parse(times.claimed) - Date.parse(times.sent) : 0;
  return waiting >= 1000 ? el("span", { class: "hint" }, `after ${seconds(waiting)} in the queue`) : null;
}

/** A failed prompt costs something if its calls were billed, and the user wants to know that it cost nothing. */
function cost({ costUsd, status }) {
  if (costUsd !== undefined) {
    return dollars(costUsd);
  }
  return status === "failed" && "Nothing";
}

function tries({ attempts, modelCalls }) {
  const calls = modelCalls === 1 ? "1 model call" : `${modelCalls} model calls`;
  return modelCalls > 0 ? `${attempts}, with ${calls}` : `${attempts}`;
}
