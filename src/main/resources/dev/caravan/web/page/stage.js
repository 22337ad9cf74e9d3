// Shows the latest prompt of this tab, from sending to the result.

import { announce, byId, el } from "./dom.js";
import { seconds } from "./format.js";
import { complain, fill } from "./composer.js";
import { put } from "./gallery.js";
import { inPlainWords } from "./reasons.js";
import { isOver, newJob, run } from "./jobs.js";
import { failure, underWay, view } from "./view.js";

const place = byId("now");
const WRITTEN_WRONG = new Set(["INVALID_PROMPT", "CONTENT_TOO_LARGE"]);

let latest = null;
let underWayCount = 0;

/** Sends a new prompt and scrolls to it. */
export function start(request) {
  carry(newJob(request));
  const smooth = matchMedia("(prefers-reduced-motion: no-preference)").matches;
  place.scrollIntoView({ block: "nearest", behavior: smooth ? "smooth" : "auto" });
}

/** Runs a job to its end, and shows it while it is the latest one. */
export async function carry(job) {
  latest = job.key;
  busy(1);
  const waiting = { ...job.request, status: "queued", times: { received: new Date(job.began) } };
  show(job, sketch(job, underWay(waiting)));
  announce("Sent. The prompt is waiting in the queue.");
  let state = null;
  try {
    await run(job, ({ generation, trouble }) => {
      if (trouble) {
        state = null;
        stumble(job, `${inPlainWords(trouble).title}. Trying again…`);
      } else {
        put(generation);
        if (generation.status !== state) {
          state = generation.status;
          show(job, view(generation));
          tell(generation);
        }
      }
    });
  } catch (problem) {
    refused(job, problem);
  } finally {
    busy(-1);
  }
}

function tell(generation) {
  if (generation.status === "running") {
    announce("The model is generating.");
  } else if (isOver(generation)) {
    announce(
      generation.status === "done"
        ? `Done: ${generation.image_path ? "a picture" : "a text"} for ${generation.prompt.text.slice(0, 100)}`
        : `Failed: ${inPlainWords(generation.failure.reason).title}. ${generation.failure.detail}`,
    );
  }
}

/** Shows a failure: below the prompt field if the prompt must change, otherwise in place of the picture. */
function refused(job, problem) {
  if (WRITTEN_WRONG.has(problem.code)) {
    if (latest === job.key) {
      place.hidden = true;
    }
    fill(job.request);
    complain(problem.message);
    return;
  }
  // Keeps the key, so that the service finds work that was already paid for.
  delete job.id;
  const retry = el("button", { type: "button", class: "primary", onclick: () => carry(job) }, "Try again");
  const why = el("div", { class: "frame" }, failure(problem.code, problem.message));
  show(job, sketch(job, why, el("p", { class: "actions" }, retry)));
  announce(`Failed: ${inPlainWords(problem.code).title}. ${problem.message}`);
}

/** The view until there is a record: the prompt as the user wrote it. */
function sketch(job, frame, ...more) {
  const words = el("blockquote", { class: "words-asked", dir: "auto" }, job.request.prompt);
  return el("article", { class: "view" }, frame, el("div", { class: "side" }, words, ...more));
}

/** Shows on the waiting picture why it takes longer. */
function stumble(job, sentence) {
  announce(sentence);
  const line = place.querySelector(".stage");
  if (latest === job.key && line) {
    line.textContent = sentence;
  }
}

function show(job, shown) {
  if (latest === job.key) {
    place.hidden = false;
    place.replaceChildren(shown);
  }
}

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
