// What models have cost today, and what is left of the budget.

import * as api from "./api.js";
import { byId } from "./dom.js";
import { dollars } from "./format.js";

/** Each look costs a few calls of S3. */
const SHORTEST = 20_000;

let last = 0;

/** Shows today's cost, unless it was shown a moment ago. */
export async function showCosts() {
  if (Date.now() - last < SHORTEST) {
    return;
  }
  last = Date.now();
  try {
    const { days, budget } = await api.costs();
    const left = budget ? `, ${dollars(Math.max(0, budget.leftUsd))} left` : "";
    byId("today").textContent = ` · Today: ${dollars(days[0].usd)}${left}`;
  } catch {
    byId("today").textContent = "";
  }
}
