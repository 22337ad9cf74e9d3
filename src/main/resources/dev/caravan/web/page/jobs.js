// Prompts under way. What this tab has sent is remembered until it ends, so that a reload loses nothing.

import * as api from "./api.js";
import { recall, remember } from "./memory.js";

const FIRST_WAIT = 300;
const LONGEST_WAIT = 8000;

const read = () => JSON.parse(recall("jobs") ?? "[]");
const write = (jobs) => remember("jobs", JSON.stringify(jobs));

const keep = (job) => write([...read().filter((other) => other.key !== job.key), job]);
const drop = (job) => write(read().filter((other) => other.key !== job.key));

/** What was under way before the tab was loaded again, oldest first. */
export const unfinished = () => read();

export const newJob = (request) => ({ key: randomKey(), request, began: Date.now() });

/** As a UUID; crypto.randomUUID is for secure pages only, and a LAN address is none. */
function randomKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

const sleep = (milliseconds) => new Promise((wake) => setTimeout(wake, milliseconds));

/** Nobody answered, or this very prompt is being taken in; the key keeps it from being sent twice. */
const notTaken = (problem) => problem.code === "OFFLINE" || problem.code === "IN_PROGRESS";

/** Looking costs nothing, so it may be tried until it works. */
const notSeen = (problem) => problem.status === 0 || problem.status === 429 || problem.status >= 500;

/** Asks again, ever more slowly, while it may help; every other failure is the caller's. */
async function patiently(ask, mayHelp, tell) {
  for (let wait = 1000; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    try {
      return await ask();
    } catch (problem) {
      if (!mayHelp(problem)) {
        throw problem;
      }
      tell({ trouble: problem.code });
      await sleep((problem.retryAfter ?? 0) * 1000 || wait);
    }
  }
}

/** Sends a prompt and follows it to its end; `tell` hears of every change. */
export async function run(job, tell) {
  keep(job);
  try {
    if (!job.id) {
      job.id = (await patiently(() => api.send(job.request, job.key), notTaken, tell)).id;
      keep(job);
    }
    const ended = await follow(job.id, tell);
    drop(job);
    return ended;
  } catch (problem) {
    drop(job);
    throw problem;
  }
}

/** Asks for a record until it says done or failed, first often and then ever less. */
export async function follow(id, tell = () => {}) {
  for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 1.5, LONGEST_WAIT)) {
    const generation = await patiently(() => api.generation(id), notSeen, tell);
    tell({ generation });
    if (isOver(generation)) {
      return generation;
    }
    // Many tabs must not ask in step; nobody waits for a tab that can't be seen.
    await sleep(wait * (0.8 + 0.4 * Math.random()) * (document.hidden ? 4 : 1));
  }
}

export const isOver = (generation) => generation.state === "done" || generation.state === "failed";
