// The form for a prompt: its text, model, shape, seed and price.

import { byId, el, svg } from "./dom.js";
import { dollars, proportion } from "./format.js";

const form = byId("composer");
const prompt = byId("prompt");

let catalogue = { models: [] };

/** Fills the form with the models; `onSend` gets the body for `POST /generate`. */
export function begin(models, onSend) {
  catalogue = models;
  const usable = models.models.filter((model) => model.available);
  byId("model").replaceChildren(
    ...usable.map((model) =>
      el("option", { value: model.id, selected: model.id === models.default }, model.name),
    ),
  );
  byId("model").addEventListener("change", showModel);
  prompt.addEventListener("input", showPrompt);
  prompt.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wrong = mistake();
    complain(wrong);
    if (!wrong) {
      onSend(request());
    }
  });
  showModel();
}

/** Shows an error below the prompt field; without a sentence, clears it. */
export function complain(sentence) {
  byId("composer-error").textContent = sentence ?? "";
  prompt.setAttribute("aria-invalid", String(Boolean(sentence)));
  if (sentence) {
    prompt.focus();
  }
}

/** Fills the form with an earlier request, so that it can be changed and sent again. */
export function fill(request) {
  prompt.value = request.prompt;
  if ([...byId("model").options].some((option) => option.value === request.model)) {
    byId("model").value = request.model;
  }
  byId("seed").value = request.seed ?? "";
  byId("negative").value = request.negativePrompt ?? "";
  byId("more").open = Boolean(request.seed || request.negativePrompt);
  complain();
  showModel();
  const shape = form.querySelector(`input[name=shape][value="${CSS.escape(request.aspectRatio ?? "")}"]`);
  if (shape) {
    shape.checked = true;
  }
  prompt.focus();
  form.scrollIntoView({ block: "center" });
}

export const modelName = (id) => catalogue.models.find((model) => model.id === id)?.name ?? id;

export const makesText = (id) => catalogue.models.find((model) => model.id === id)?.makes === "text";

const chosen = () => catalogue.models.find((model) => model.id === byId("model").value);

function request() {
  const model = chosen();
  const shape = form.querySelector("input[name=shape]:checked");
  const seed = byId("seed").value.trim();
  const negative = byId("negative").value.trim();
  return {
    prompt: prompt.value.trim(),
    model: model.id,
    ...(shape && { aspectRatio: shape.value }),
    ...(seed && model.limits.seed && { seed: Number(seed) }),
    ...(negative && model.limits.negativePromptCharacters && { negativePrompt: negative }),
  };
}

function mistake() {
  const { limits, name } = chosen();
  const seed = byId("seed").value.trim();
  if (!prompt.value.trim()) {
    return "Enter a prompt.";
  }
  if (length() > limits.promptCharacters) {
    return `${name} accepts at most ${limits.promptCharacters.toLocaleString("en")} characters; this prompt has ${length().toLocaleString("en")}.`;
  }
  if (seed && limits.seed && !(/^\d+$/.test(seed) && seed >= limits.seed.min && seed <= limits.seed.max)) {
    return `The seed must be a whole number from ${limits.seed.min} to ${limits.seed.max}.`;
  }
  return null;
}

// Counts code points, as the service and the models do.
const length = () => [...prompt.value.trim()].length;

function showPrompt() {
  const most = chosen().limits.promptCharacters;
  byId("count").textContent =
    length() > most * 0.8
      ? `${length().toLocaleString("en")} of ${most.toLocaleString("en")} characters. `
      : "";
  if (prompt.getAttribute("aria-invalid") === "true") {
    complain();
  }
}

function showModel() {
  const model = chosen();
  byId("seed-field").hidden = !model.limits.seed;
  byId("negative-field").hidden = !model.limits.negativePromptCharacters;
  byId("more").hidden = !model.limits.seed && !model.limits.negativePromptCharacters;
  byId("price").textContent = model.priceUsd.image
    ? `${dollars(model.priceUsd.image)} a picture`
    : `${dollars(model.priceUsd.thousandOutputTokens)} for about 750 words`;
  showShapes(model);
  showPrompt();
}

function showShapes(model) {
  const before = form.querySelector("input[name=shape]:checked")?.value;
  const ratios = [...model.limits.aspectRatios].sort((one, other) => proportion(one) - proportion(other));
  const preferred = ratios.includes(before) ? before : model.aspectRatio;
  byId("shapes").hidden = ratios.length === 0;
  form
    .querySelector(".shapes")
    .replaceChildren(
      ...ratios.map((ratio) =>
        el(
          "label",
          { class: "shape" },
          el("input", { type: "radio", name: "shape", value: ratio, checked: ratio === preferred }),
          outline(proportion(ratio)),
          el("span", {}, ratio),
        ),
      ),
    );
}

/** A rectangle with this ratio of width to height; all of them have about the same area. */
function outline(width) {
  const side = 15;
  const w = Math.min(26, side * Math.sqrt(width));
  const h = w / width;
  return svg(
    "svg",
    { viewBox: "0 0 28 28", "aria-hidden": "true" },
    svg("rect", { x: 14 - w / 2, y: 14 - h / 2, width: w, height: h, rx: 2 }),
  );
}
