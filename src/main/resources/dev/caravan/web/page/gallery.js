// The generations stored in S3, newest first, page by page.

import * as api from "./api.js";
import { announce, byId, el } from "./dom.js";
import { card } from "./cards.js";
import { follow, isOver } from "./jobs.js";
import { inPlainWords } from "./reasons.js";

const PAGE = 12;
const STALE = 15 * 60 * 1000;

const list = byId("cards");
const shown = new Map();
const followed = new Set();
let next = null;

/** The generation with this id, if the gallery shows its card. */
export const known = (id) => shown.get(id);

/** The ids before and after this one in the gallery. */
export function neighbours(id) {
  const ids = [...list.children].map((item) => item.id.slice("card-".length));
  const at = ids.indexOf(id);
  return { newer: at > 0 ? ids[at - 1] : null, older: at >= 0 ? (ids[at + 1] ?? null) : null };
}

/** Replaces the card of a generation; adds a new card at the front. */
export function put(generation) {
  const old = byId(`card-${generation.id}`);
  const before = shown.get(generation.id);
  shown.set(generation.id, generation);
  if (!old) {
    list.prepend(card(generation));
  } else if (before.state !== generation.status) {
    const focused = old.contains(document.activeElement);
    const fresh = card(generation);
    old.replaceWith(fresh);
    if (focused) {
      fresh.querySelector("a").focus();
    }
  }
  empty();
}

export async function load() {
  await listing(async () => {
    const page = await api.generations(PAGE);
    list.replaceChildren();
    shown.clear();
    append(page);
  });
}

async function older() {
  await listing(async () => {
    const page = await api.generations(PAGE, next);
    const first = append(page);
    // Moves the focus, because the button that had it may be hidden now.
    first?.querySelector("a").focus();
    announce(`${page.generations.length} more loaded, ${shown.size} in total.`);
  });
}

async function listing(ask) {
  byId("gallery-note").replaceChildren();
  byId("cards").setAttribute("aria-busy", "true");
  try {
    await ask();
  } catch (problem) {
    const { title, advice } = inPlainWords(problem.code);
    byId("gallery-note").replaceChildren(el("strong", {}, `${title}. `), advice);
  }
  byId("cards").removeAttribute("aria-busy");
  empty();
}

function append(page) {
  const fresh = page.generations.filter((generation) => !shown.has(generation.id));
  fresh.forEach((generation) => {
    shown.set(generation.id, generation);
    list.append(card(generation));
    watch(generation);
  });
  next = page.next;
  byId("older").hidden = !next;
  return fresh.length ? byId(`card-${fresh[0].id}`) : null;
}

/** Follows recent prompts of other senders, too. */
function watch(generation) {
  const recent = Date.now() - Date.parse(generation.times.received) < STALE;
  if (!isOver(generation) && recent && !followed.has(generation.id)) {
    followed.add(generation.id);
    follow(generation.id, (change) => change.generation && put(change.generation)).catch(() => {});
  }
}

function empty() {
  byId("ideas").hidden = shown.size > 0;
  byId("nothing").hidden = shown.size > 0;
}

byId("older").addEventListener("click", older);
byId("refresh").addEventListener("click", load);
