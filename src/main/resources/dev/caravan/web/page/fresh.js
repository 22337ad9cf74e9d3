// Looks for new generations while somebody looks at the page.

import * as api from "./api.js";
import { showCosts } from "./costs.js";
import { announce, byId } from "./dom.js";
import { refresh } from "./gallery.js";

const SHORTEST = 4000;
const LONGEST = 30_000;

let wait = SHORTEST;
let timer;
let looks = 0;

/** The newest generation at the last look. */
let newest = null;

/** Looks from now on: often after something new, and less and less often if there is nothing. */
export function begin() {
  addEventListener("visibilitychange", soon);
  addEventListener("online", soon);
  later();
}

function soon() {
  if (!document.hidden) {
    wait = SHORTEST;
    look();
  }
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(look, wait * (0.8 + 0.4 * Math.random()));
}

async function look() {
  clearTimeout(timer);
  if (document.hidden) {
    return; // The next look is when the page is visible again.
  }
  try {
    // One row costs two calls of S3. A page is read if that row is new, and sometimes because a prompt that was
    // received earlier may get its place later.
    const [first] = (await api.generations(1)).generations;
    const isNew = first && first.id !== newest?.id;
    const count = first && (isNew || ++looks % 5 === 0) ? await refresh(since(newest ?? first)) : 0;
    newest = first ?? newest;
    if (count) {
      showCosts();
      announce(count === 1 ? "1 new in the gallery." : `${count} new in the gallery.`);
    }
    wait = count ? SHORTEST : Math.min(wait * 1.3, LONGEST);
  } catch {
    wait = LONGEST; // The parts of the page that need the service say that it can't be reached.
  }
  later();
}

/** Some time before a generation was received: the clocks of instances differ. */
const since = ({ times }) => new Date(Date.parse(times.received) - 60_000).toISOString();

byId("refresh").addEventListener("click", soon);
