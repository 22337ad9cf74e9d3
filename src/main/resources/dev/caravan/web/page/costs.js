// What models have cost today, and what is left of the budget.

import * as api from "./api.js";
import { byId } from "./dom.js";
import { dollars } from "./format.js";

/** Each look costs a few calls of S3. */
const SHORTEST = 20_000;

/** The user looks at the cost of a prompt of their own when it has ended. */
const SHORTEST_AFTER_OWN = 2000;

let last = 0;
let due = Infinity;
let timer;

/** Shows today's cost now, or later if it was shown a moment ago. */
export const showCosts = (shortest = SHORTEST) => {
  due = Math.min(due, last + shortest);
  clearTimeout(timer);
  timer = setTimeout(look, due - Date.now());
};

export const showCostsAfterOwn = () => showCosts(SHORTEST_AFTER_OWN);

async function look() {
  due = Infinity;
  last = Date.now();
  try {
    const { days, budget } = await api.costs();
    const left = budget ? `, ${dollars(Math.max(0, budget.leftUsd))} left` : "";
    byId("today").textContent = ` · Today: ${dollars(days[0].usd)}${left}`;
  } catch {
    byId("today").textContent = "";
  }
}
