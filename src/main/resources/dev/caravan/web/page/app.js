// Starts the page: loads the models and the gallery, and resumes prompts in progress.

import * as api from "./api.js";
import * as composer from "./composer.js";
import * as detail from "./detail.js";
import * as door from "./door.js";
import * as gallery from "./gallery.js";
import { byId, el } from "./dom.js";
import { unfinished } from "./jobs.js";
import { inPlainWords } from "./reasons.js";
import { carry, start } from "./stage.js";

const IDEAS = [
  "Norwegian mountain landscape with sunset",
  "A night train crossing a salt desert under an aurora",
  "Paper boats on a quiet lake, morning fog",
];

api.onLocked(door.open);

byId("ideas").append(
  ...IDEAS.map((idea) =>
    el("button", { type: "button", class: "idea", onclick: () => composer.fill({ prompt: idea }) }, idea),
  ),
);

async function begin() {
  try {
    composer.begin(await api.models(), start);
  } catch (problem) {
    const { title, advice } = inPlainWords(problem.code);
    composer.complain(`${title}. ${advice}`);
    return;
  }
  await gallery.load();
  unfinished().forEach(carry);
  detail.begin();
}

begin();
