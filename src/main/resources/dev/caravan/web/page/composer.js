// The form for a prompt: its text, model, shape, seed, and how many results.

import * as choices from "./choices.js";
import { announce, byId } from "./dom.js";
import { draft, keepDraft } from "./draft.js";

const form = byId("composer");
const prompt = byId("prompt");
const FIELDS = ["prompt", "seed"];

let send = null;
let early = document.documentElement.dataset.early === form.id;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
form.addEventListener("input", () => {
  keepDraft(fields());
  if (!send) {
    early = false;
    note();
  }
});
prompt.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  }
});

/** Restores what was typed before a reload. The rest of the form follows when the models are there. */
export function restore() {
  if (!prompt.value && draft()) {
    prompt.value = draft().prompt ?? "";
  }
  if (early) {
    submit();
  }
}

/** Fills the form with the models; `onSend` gets the bodies for `POST /generate`. */
export function begin(models, onSend) {
  choices.useCatalogue(models);
  byId("model").replaceChildren(...choices.modelOptions(choices.usable(), models.default));
  if (!chosen()) {
    complain("The service has no model that can be used. Contact its operator.");
    return;
  }
  byId("model").addEventListener("change", showModel);
  byId("rival").addEventListener("change", showPrice);
  byId("count").addEventListener("change", showPrice);
  FIELDS.forEach((field) => byId(field).addEventListener("input", () => corrected(field)));
  prompt.addEventListener("input", showLength);
  byId("system").addEventListener("input", () => {
    // Both count for the model's limit.
    corrected("prompt");
    showLength();
  });
  send = onSend;
  note();
  showModel();
  if (draft()) {
    take({ ...draft(), prompt: prompt.value });
  }
  if (early) {
    submit();
  }
}

function submit() {
  if (!send) {
    early = true;
    note("The models are loading. The prompt will be sent as soon as they are here.");
    return;
  }
  early = false;
  complain();
  const wrong = mistake();
  if (wrong) {
    complain(wrong.sentence, wrong.field);
  } else {
    send(requests());
  }
}

/** Shows an error below a field; without a sentence, clears all errors. */
export function complain(sentence, field = "prompt") {
  for (const name of FIELDS) {
    const here = Boolean(sentence) && name === field;
    byId(`${name}-error`).textContent = here ? sentence : "";
    byId(name).setAttribute("aria-invalid", String(here));
  }
  if (sentence) {
    byId("more").open ||= field !== "prompt";
    byId(field).focus();
  }
}

/** Shows why the form does not work yet; without a sentence, clears it. */
export function note(sentence = "") {
  byId("composer-note").textContent = sentence;
  announce(sentence);
}

/** True if the form has this prompt, or none: nothing that the user has typed would be lost. */
export const isStillWritten = (text) => [text, ""].includes(prompt.value.trim());

/** Fills the form with an earlier request, so that it can be changed and sent again. */
export function fill(request) {
  take(request);
  keepDraft(fields());
  complain();
  prompt.focus();
  form.scrollIntoView({ block: "center" });
}

function take(request) {
  prompt.value = request.prompt;
  select("model", request.model, byId("model").value);
  byId("seed").value = request.seed ?? "";
  byId("negative").value = request.negativePrompt ?? "";
  byId("system").value = request.system ?? "";
  byId("count").value = String(request.count ?? 1);
  showModel();
  select("rival", request.rival, "");
  byId("more").open = Boolean(
    request.seed || request.negativePrompt || request.system || request.count > 1 || request.rival,
  );
  const shape = form.querySelector(`input[name=shape][value="${CSS.escape(request.aspectRatio ?? "")}"]`);
  if (shape) {
    shape.checked = true;
  }
  showPrice();
}

function select(id, value, otherwise) {
  const offered = [...byId(id).options].some((option) => option.value === value);
  byId(id).value = offered ? value : otherwise;
}

const chosen = () => choices.modelOf(byId("model").value);

const rival = () => choices.modelOf(byId("rival").value);

const count = () => Number(byId("count").value);

const shape = () => form.querySelector("input[name=shape]:checked")?.value;

const fields = () => ({
  prompt: prompt.value,
  model: byId("model").value,
  aspectRatio: shape(),
  seed: byId("seed").value,
  negativePrompt: byId("negative").value,
  system: byId("system").value,
  count: count(),
  rival: byId("rival").value,
});

/** The bodies for `POST /generate`: each model's results one after another, with a seed of its own for each. */
function requests() {
  const models = rival() ? [chosen(), rival()] : [chosen()];
  return models.flatMap((model) => Array.from({ length: count() }, (_, n) => request(model, n)));
}

function request(model, n) {
  const seed = byId("seed").value.trim();
  const negative = byId("negative").value.trim();
  return {
    prompt: prompt.value.trim(),
    model: model.id,
    ...(model.limits.aspectRatios.includes(shape()) && { aspectRatio: shape() }),
    ...(seed && model.limits.seed && { seed: Number(seed) + n }),
    ...(negative && model.limits.negativePromptCharacters && { negativePrompt: negative }),
    ...(instructions(model) && { system: instructions(model) }),
  };
}

/** Only text models take instructions; what was typed for one stays in the form. */
const instructions = (model) => (model.makes === "text" ? byId("system").value.trim() : "");

function mistake() {
  if (!prompt.value.trim()) {
    return { field: "prompt", sentence: "Enter a prompt." };
  }
  for (const model of [chosen(), rival()].filter(Boolean)) {
    const { limits, name } = model;
    if (length(model) > limits.promptCharacters) {
      const what = instructions(model) ? "this prompt and the instructions have" : "this prompt has";
      return {
        field: "prompt",
        sentence: `${name} accepts at most ${limits.promptCharacters.toLocaleString("en")} characters; ${what} ${length(model).toLocaleString("en")}.`,
      };
    }
    const seed = byId("seed").value.trim();
    const last = limits.seed ? limits.seed.max - count() + 1 : 0;
    if (seed && limits.seed && !(/^\d+$/.test(seed) && seed >= limits.seed.min && seed <= last)) {
      return {
        field: "seed",
        sentence: `The seed must be a whole number from ${limits.seed.min} to ${last}.`,
      };
    }
  }
  return null;
}

function corrected(field) {
  if (byId(field).getAttribute("aria-invalid") === "true") {
    complain();
  }
}

// Counts code points, as the service and the models do.
const length = (model) => [...prompt.value.trim(), ...instructions(model)].length;

function showLength() {
  const most = chosen().limits.promptCharacters;
  const now = length(chosen());
  byId("length").textContent =
    now > most * 0.8
      ? `${now.toLocaleString("en")} of ${most.toLocaleString("en")} characters. `
      : "";
}

function showModel() {
  const model = chosen();
  const others = choices.usable().filter((other) => other !== model && other.makes === model.makes);
  const before = byId("rival").value;
  byId("rival").replaceChildren(
    new Option("No other model", ""),
    ...choices.modelOptions(others, before),
  );
  byId("rival-field").hidden = others.length === 0;
  byId("seed-field").hidden = !model.limits.seed;
  byId("negative-field").hidden = !model.limits.negativePromptCharacters;
  byId("system-field").hidden = model.makes !== "text";
  choices.showShapes(form, model);
  showPrice();
  showLength();
}

function showPrice() {
  byId("price").textContent = choices.priceOf(requests());
}
