// The generations stored in S3, newest first, page by page.

import * as api from "./api.js";
import { announce, byId, el } from "./dom.js";
import { card } from "./cards.js";
import { accepts, filters, isFiltered, isOneKind } from "./filters.js";
import { exactly } from "./format.js";
import { follow, isOver } from "./jobs.js";
import { notSeen, patiently } from "./patience.js";
import { inPlainWords } from "./reasons.js";
import { look } from "./waiting.js";

/** The first page fills a screen. */
const FIRST_PAGE = 12;
const LATER_PAGES = 48;

/** A search for what is rare goes on when the user wants it. */
const MOST_CALLS = 6;

/** After this time, a prompt in progress is polled less often. */
const STALE = 15 * 60 * 1000;
const STALE_WAIT = 60_000;

const list = byId("cards");
const shown = new Map();
const followed = new Set();
let next = null;
let load = 0;

/** The generation with this id, if the gallery shows its card. */
export const known = (id) => shown.get(id);

/** The ids before and after this one in the gallery. */
export function neighbours(id) {
  const ids = [...list.children].map((item) => item.id.slice("card-".length));
  const at = ids.indexOf(id);
  return { newer: at > 0 ? ids[at - 1] : null, older: at >= 0 ? (ids[at + 1] ?? null) : null };
}

/** Updates the card of a generation. A new one gets a card, unless the gallery shows a selection. */
export function put(generation) {
  const old = byId(`card-${generation.id}`);
  if (!old) {
    if (!isFiltered()) {
      insert(generation);
    }
  } else if (look(shown.get(generation.id)) !== look(generation)) {
    const focused = old.contains(document.activeElement);
    const fresh = card(generation);
    old.replaceWith(fresh);
    if (focused) {
      fresh.querySelector("a").focus();
    }
    shown.set(generation.id, generation);
  }
  empty();
}

/** Inserts a card at its place: the order of the list is newest first, and by id at the same time. */
function insert(generation) {
  const isOlder = (item) => {
    const other = shown.get(item.id.slice("card-".length));
    const later = Date.parse(generation.times.received) - Date.parse(other.times.received);
    return later > 0 || (later === 0 && generation.id < other.id);
  };
  const after = [...list.children].find(isOlder) ?? null;
  shown.set(generation.id, generation);
  list.insertBefore(card(generation), after);
  watch(generation);
}

/** Removes a card, for example of a deleted generation, and returns the id that takes its place. */
export function remove(id) {
  const { newer, older } = neighbours(id);
  byId(`card-${id}`)?.remove();
  shown.delete(id);
  empty();
  return older ?? newer;
}

/** The first page without filters, before the form of the filters works; null if the address has filters. */
export function ahead() {
  const page = location.search ? null : api.generations(FIRST_PAGE);
  page?.catch(() => {}); // It is asked for again, and that call shows the problem.
  return page;
}

/** Loads the first page, with the filters of the form; `first` is the page if it was asked for before. */
export async function reload(first) {
  const mine = ++load;
  let asked = first;
  const firstPage = (...query) => {
    const page = asked ?? api.generations(...query);
    asked = null;
    return page;
  };
  await listing(async () => {
    const page = await patiently(
      () => read(FIRST_PAGE, null, () => load === mine, firstPage),
      (problem) => load === mine && notSeen(problem),
      ({ trouble }) => complain(trouble, "Trying again…"),
    );
    if (load === mine) {
      byId("gallery-note").replaceChildren();
      list.replaceChildren();
      shown.clear();
      append(page);
      if (isFiltered()) {
        announce(`${shown.size} found.`);
      }
    }
  });
}

/** Reads pages until there are enough rows, the list ends, or the search has made enough calls. */
async function read(wanted, before, isWanted, firstPage = api.generations) {
  const rows = [];
  let at = before;
  let looked = 0;
  let to = null;
  for (let calls = 0; calls < MOST_CALLS && rows.length < wanted && isWanted(); calls++) {
    const ask = calls === 0 ? firstPage : api.generations;
    const page = await ask(isOneKind() ? 100 : wanted, at, filters());
    rows.push(...page.generations.filter(accepts));
    looked += page.searched?.generations ?? page.generations.length;
    to = page.searched?.to ?? to;
    at = page.next;
    if (!at) {
      break;
    }
  }
  return { generations: rows, next: at, looked, to };
}

/** Adds what is new since `from`. */
export async function refresh(from) {
  const mine = load;
  const selected = filters();
  const since = from > selected.from ? from : selected.from;
  const page = await api.generations(FIRST_PAGE, null, { ...selected, from: since });
  if (load !== mine) {
    return 0;
  }
  const accepted = page.generations.filter(accepts);
  const fresh = accepted.filter(({ id }) => !shown.has(id));
  if (fresh.length && page.next) {
    // There are more new ones than this page has, so the gallery would have a gap.
    await reload();
    return fresh.length;
  }
  accepted.forEach((generation) => (known(generation.id) ? put(generation) : insert(generation)));
  empty();
  return fresh.length;
}

async function older() {
  const mine = load;
  await listing(async () => {
    const page = await read(LATER_PAGES, next, () => load === mine);
    if (load !== mine) {
      return;
    }
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
    complain(problem.code, null, problem.message);
  }
  byId("cards").removeAttribute("aria-busy");
  empty();
}

function complain(code, advice, detail) {
  const words = inPlainWords(code);
  byId("gallery-note").replaceChildren(
    el("strong", {}, `${words.title}. `),
    advice ?? (code === "BAD_REQUEST" ? detail : words.advice),
  );
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
  byId("older").textContent = isFiltered() ? "Search older ones" : "Show older";
  byId("searched").textContent =
    next && isFiltered() && page.to ? `Searched ${page.looked} generations, back to ${exactly(page.to)}.` : "";
  return fresh.length ? byId(`card-${fresh[0].id}`) : null;
}

/** Follows prompts in progress, also those of other senders. */
function watch(generation) {
  if (!isOver(generation) && !followed.has(generation.id)) {
    followed.add(generation.id);
    const recent = Date.now() - Date.parse(generation.times.received) < STALE;
    follow(
      generation.id,
      (change) => change.generation && known(generation.id) && put(change.generation),
      recent ? undefined : STALE_WAIT,
    )
      .catch(() => {})
      .finally(() => followed.delete(generation.id));
  }
}

function empty() {
  byId("ideas").hidden = shown.size > 0 || isFiltered();
  byId("nothing").hidden = shown.size > 0;
  byId("nothing").textContent = isFiltered()
    ? next
      ? "Nothing matches so far."
      : "Nothing matches."
    : "Nothing here yet. Your pictures and texts will appear here.";
}

byId("older").addEventListener("click", older);
