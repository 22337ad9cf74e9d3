// The models and shapes that the form offers, as the catalogue defines them.

import { byId, el, svg } from "./dom.js";
import { dollars, proportion } from "./format.js";

let catalogue = { models: [] };

export const useCatalogue = (models) => (catalogue = models);

/** The models that prompts may name now; models past their end of life are not offered. */
export const usable = () => catalogue.models.filter((model) => model.available);

export const defaultModel = () => catalogue.default;

export const allModels = () => catalogue.models;

export const modelOf = (id) => catalogue.models.find((model) => model.id === id);

export const modelName = (id) => modelOf(id)?.name ?? id;

export const makesText = (id) => modelOf(id)?.makes === "text";

export const modelOptions = (models, selected) =>
  models.map((model) => el("option", { value: model.id, selected: model.id === selected }, model.name));

/** Shows the model's shapes; keeps the chosen one if the model supports it. */
export function showShapes(form, model) {
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

/** The price of some requests, for people. */
export function priceOf(requests) {
  const models = requests.map((request) => modelOf(request.model));
  const [{ priceUsd }] = models;
  if (models.length === 1) {
    return priceUsd.image
      ? `${dollars(priceUsd.image)} a picture`
      : `${dollars(priceUsd.thousandOutputTokens)} for about 750 words`;
  }
  const texts = models.some((model) => !model.priceUsd.image);
  const sum = models
    .map((model) => model.priceUsd.image ?? model.priceUsd.thousandOutputTokens)
    .reduce((one, other) => one + other);
  return texts
    ? `${models.length} results, about ${dollars(sum)}`
    : `${models.length} pictures, ${dollars(sum)}`;
}
