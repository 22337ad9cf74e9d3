// Starts the page: loads the models and the gallery, and resumes prompts in progress.

import * as api from "./api.js";
import * as composer from "./composer.js";
import { showCosts } from "./costs.js";
import * as detail from "./detail.js";
import * as door from "./door.js";
import * as filters from "./filters.js";
import * as fresh from "./fresh.js";
import * as gallery from "./gallery.js";
import { byId, el } from "./dom.js";
import { unfinished } from "./jobs.js";
import { notSeen, patiently } from "./patience.js";
import { inPlainWords } from "./reasons.js";
import { resume, start } from "./stage.js";

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

composer.restore();

async function begin() {
  // Asked for together with the models, so that the first picture is there sooner.
  const first = gallery.ahead();
  const models = await patiently(api.models, notSeen, ({ trouble }) =>
    composer.note(`${inPlainWords(trouble).title}. Trying again…`),
  );
  composer.begin(models, start);
  filters.begin(gallery.reload);
  await gallery.reload(first);
  fresh.begin();
  showCosts();
  resume(unfinished());
  detail.begin();
}

begin().catch((problem) => {
  const { title, advice } = inPlainWords(problem.code);
  composer.complain(`${title}. ${advice}`);
});
