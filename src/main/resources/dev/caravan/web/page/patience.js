// Repeats calls that failed for a temporary reason, with growing delays.

const LONGEST_WAIT = 8000;

export const sleep = (milliseconds) => new Promise((wake) => setTimeout(wake, milliseconds));

/** Reading costs nothing, so the page repeats it until it succeeds. */
export const notSeen = (problem) => problem.status === 0 || problem.status === 429 || problem.status >= 500;

/** Repeats a call after failures that `mayHelp` accepts, and tells `tell` about each; throws all others. */
export async function patiently(ask, mayHelp, tell = () => {}) {
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
