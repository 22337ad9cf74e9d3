// Prompts in progress. The tab remembers each prompt that it sent until it ends, so a reload loses none.

import * as api from "./api.js";
import { recall, remember } from "./memory.js";
import { notSeen, patiently, sleep } from "./patience.js";

const FIRST_WAIT = 300;
const LONGEST_WAIT = 8000;

const read = () => JSON.parse(recall("jobs") ?? "[]");
const write = (jobs) => remember("jobs", JSON.stringify(jobs));

const keep = (job) => write([...read().filter((other) => other.key !== job.key), job]);
const drop = (job) => write(read().filter((other) => other.key !== job.key));

/** The prompts that were in progress before the tab was reloaded, oldest first. */
export const unfinished = () => read();

export const newJob = (request) => ({ key: randomKey(), request, began: Date.now() });

/** 128 random bits in hex. crypto.randomUUID exists only on secure pages, and one at a LAN address is not secure. */
function randomKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

/** No answer arrived, or the service is already accepting this prompt. The key makes sending it again safe. */
const notTaken = (problem) =>
  ["OFFLINE", "IN_PROGRESS", "STOPPING", "OVERLOADED"].includes(problem.code);

/** Sends a prompt and follows it to its end; calls `tell` for every change. */
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

/** Polls a record until it is over, with delays that grow up to `longest` milliseconds. */
export async function follow(id, tell = () => {}, longest = LONGEST_WAIT) {
  for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 1.5, longest)) {
    const generation = await patiently(() => api.generation(id), notSeen, tell);
    tell({ generation });
    if (isOver(generation)) {
      return generation;
    }
    // Random delays keep many tabs from polling at the same moment. A hidden tab may poll less often.
    await sleep(wait * (0.8 + 0.4 * Math.random()) * (document.hidden ? 4 : 1));
  }
}

export const isOver = ({ status }) => !["queued", "running"].includes(status);
