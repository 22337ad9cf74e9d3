// Shows what this tab has sent last, from sending to the result.

import { onChange } from "./actions.js";
import { modelName } from "./choices.js";
import { complain, isStillWritten } from "./composer.js";
import { showCostsAfterOwn } from "./costs.js";
import { announce, byId, el } from "./dom.js";
import { dollars, seconds } from "./format.js";
import { put } from "./gallery.js";
import { isOver, newJob, run } from "./jobs.js";
import { inPlainWords } from "./reasons.js";
import { failure, outcome, view } from "./view.js";
import { look, underWay } from "./waiting.js";

const place = byId("now");
const WRITTEN_WRONG = new Set(["INVALID_PROMPT", "CONTENT_TOO_LARGE"]);

let latest = null;
let underWayCount = 0;

/** Sends new prompts and scrolls to them. */
export function start(requests) {
  const batch = Date.now();
  show(requests.map((request) => ({ ...newJob(request), batch })));
  const smooth = matchMedia("(prefers-reduced-motion: no-preference)").matches;
  place.scrollIntoView({ block: "nearest", behavior: smooth ? "smooth" : "auto" });
}

/** Goes on with the jobs that were in progress before the tab was reloaded. */
export function resume(jobs) {
  const batches = new Map();
  jobs.forEach((job) => batches.set(job.batch, [...(batches.get(job.batch) ?? []), job]));
  batches.forEach(show);
}

/** Gives each job of a batch its place and runs it; one job has the whole width. */
function show(jobs) {
  latest = jobs[0].batch;
  const slots = jobs.map(() => el(jobs.length > 1 ? "li" : "div"));
  place.hidden = false;
  place.replaceChildren(...(jobs.length > 1 ? [el("ol", { class: "batch", role: "list" }, slots)] : slots));
  announce(jobs.length > 1 ? `Sent ${jobs.length} prompts.` : "Sent. The prompt is waiting in the queue.");
  jobs.forEach((job, n) => carry(job, slots[n], jobs.length === 1));
}

/** Runs a job to its end, and shows it in its place. */
async function carry(job, slot, alone) {
  const display = alone ? view : inBatch;
  const waiting = { ...job.request, status: "queued", times: { received: new Date(job.began) } };
  slot.replaceChildren(sketch(job, underWay(waiting)));
  busy(1);
  let state = null;
  try {
    await run(job, ({ generation, trouble }) => {
      if (trouble) {
        state = null;
        stumble(slot, `${inPlainWords(trouble).title}. Trying again…`);
      } else {
        put(generation);
        if (look(generation) !== state) {
          state = look(generation);
          slot.replaceChildren(display(generation));
          tell(generation);
        }
      }
    });
  } catch (problem) {
    refused(job, problem, slot, alone);
  } finally {
    showCostsAfterOwn();
    busy(-1);
  }
}

/** A small view, next to the others of its batch. */
function inBatch(generation) {
  const facts = [
    generation.model && modelName(generation.model),
    generation.seed !== undefined && generation.status === "done" && `seed ${generation.seed}`,
    generation.costUsd !== undefined && dollars(generation.costUsd),
  ];
  return el(
    "article",
    { class: `small ${generation.status}`, "data-id": generation.id },
    outcome(generation),
    el("p", { class: "hint" }, facts.filter(Boolean).join(" · ")),
    isOver(generation) && el("p", {}, el("a", { href: `#${generation.id}` }, "Details")),
  );
}

function tell(generation) {
  if (generation.status === "running") {
    announce("The model is generating.");
  } else if (isOver(generation)) {
    announce(sentence(generation));
  }
}

function sentence(generation) {
  switch (generation.status) {
    case "done":
      return `Done: ${generation.image_path ? "a picture" : "a text"} for ${generation.prompt.text.slice(0, 100)}`;
    case "failed":
      return `Failed: ${inPlainWords(generation.failure.reason).title}. ${generation.failure.detail}`;
    default:
      return "The prompt was cancelled.";
  }
}

/** Shows a failure: below the prompt field if the prompt must change, otherwise in place of the picture. */
function refused(job, problem, slot, alone) {
  if (WRITTEN_WRONG.has(problem.code) && latest === job.batch && isStillWritten(job.request.prompt)) {
    place.hidden = true;
    complain(problem.message);
    return;
  }
  // Keeps the key, so that the service finds work that was already paid for.
  delete job.id;
  const retry = el(
    "button",
    { type: "button", class: "primary", onclick: () => carry(job, slot, alone) },
    "Try again",
  );
  const why = el("div", { class: "frame" }, failure(problem.code, problem.message));
  slot.replaceChildren(sketch(job, why, el("p", { class: "actions" }, retry)));
  announce(`Failed: ${inPlainWords(problem.code).title}. ${problem.message}`);
}

/** The view until there is a record: the prompt as the user wrote it. */
function sketch(job, frame, ...more) {
  const words = el("blockquote", { class: "words-asked", dir: "auto" }, job.request.prompt);
  return el("article", { class: "view" }, frame, el("div", { class: "side" }, words, ...more));
}

/** Shows on the waiting picture why it takes longer. */
function stumble(slot, sentence) {
  announce(sentence);
  const line = slot.querySelector(".stage");
  if (line) {
    line.textContent = sentence;
  }
}

onChange((generation) => {
  const shown = place.querySelector(`[data-id="${CSS.escape(generation.id)}"]`);
  const fresh = shown?.matches(".small") ? inBatch(generation) : view(generation);
  shown?.replaceWith(...(generation.times.deleted ? [] : [fresh]));
});

function busy(change) {
  underWayCount += change;
  document.body.classList.toggle("busy", underWayCount > 0);
}

// Updates the elapsed time between two polls.
setInterval(() => {
  for (const clock of document.querySelectorAll(".elapsed")) {
    clock.textContent = seconds(Math.max(0, Date.now() - clock.dataset.began));
  }
}, 100);
