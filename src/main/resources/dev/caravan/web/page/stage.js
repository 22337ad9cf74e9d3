// The latest prompt of this tab, from sent to shown.

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

/** Carries a new prompt, and brings it into view. */
export function start(request) {
  carry(newJob(request));
  const smooth = matchMedia("(prefers-reduced-motion: no-preference)").matches;
  place.scrollIntoView({ block: "nearest", behavior: smooth ? "smooth" : "auto" });
}

/** Carries a job to its end, and shows it while it is the latest one. */
export async function carry(job) {
  latest = job.key;
  busy(1);
  const waiting = { ...job.request, state: "queued", times: { received: new Date(job.began) } };
  show(job, sketch(job, underWay(waiting)));
  announce("Sent. It waits in the queue.");
  let state = null;
  try {
    await run(job, ({ generation, trouble }) => {
      if (trouble) {
        state = null;
        stumble(job, `${inPlainWords(trouble).title}. Trying again…`);
      } else {
        put(generation);
        if (generation.state !== state) {
          state = generation.state;
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
  if (generation.state === "running") {
    announce("The model is at work.");
  } else if (isOver(generation)) {
    announce(
      generation.state === "done"
        ? `Done: ${generation.image_path ? "a picture" : "a text"} for ${generation.prompt.text.slice(0, 100)}`
        : `It failed: ${inPlainWords(generation.failure.reason).title}. ${generation.failure.detail}`,
    );
  }
}

/** Nothing was made: said at the prompt where the prompt is to be changed, else in the picture's place. */
function refused(job, problem) {
  if (WRITTEN_WRONG.has(problem.code)) {
    if (latest === job.key) {
      place.hidden = true;
    }
    fill(job.request);
    complain(problem.message);
    return;
  }
  // The key stays: what the service has of it is found again, not paid for again.
  delete job.id;
  const retry = el("button", { type: "button", class: "primary", onclick: () => carry(job) }, "Try again");
  const why = el("div", { class: "frame" }, failure(problem.code, problem.message));
  show(job, sketch(job, why, el("p", { class: "actions" }, retry)));
  announce(`It failed: ${inPlainWords(problem.code).title}. ${problem.message}`);
}

/** What is shown while there is no record yet: the prompt as it was written. */
function sketch(job, frame, ...more) {
  const words = el("blockquote", { class: "words-asked", dir: "auto" }, job.request.prompt);
  return el("article", { class: "view" }, frame, el("div", { class: "side" }, words, ...more));
}

/** Says on the waiting picture what is in the way. */
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

// The seconds pass while the record stays the same.
setInterval(() => {
  for (const clock of document.querySelectorAll(".elapsed")) {
    clock.textContent = seconds(Math.max(0, Date.now() - clock.dataset.began));
  }
}, 100);
