// Which generations the gallery shows. The filters are in the address, so that a selection can be shared.

import { allModels, makesText, modelOptions } from "./choices.js";
import { byId, el } from "./dom.js";

const form = byId("filters");
const panel = byId("filter-panel");

/** Names of the fields, which are also the parameters in the address. */
const NAMES = ["text", "kind", "status", "model", "caller", "from", "to"];
const DAY = /^\d{4}-\d\d-\d\d$/;

/** Reads the address and fills the form; `changed` runs for each change of the filters. */
export function begin(changed) {
  byId("filter-model").replaceChildren(
    el("option", { value: "" }, "Every model"),
    ...modelOptions(allModels()),
  );
  read();
  panel.open = isFiltered();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    apply(changed);
  });
  form.addEventListener("change", () => apply(changed));
  byId("clear-filters").addEventListener("click", () => {
    form.reset();
    apply(changed);
    byId("filter-text").focus();
  });
  addEventListener("popstate", () => {
    if (read()) {
      changed();
    }
  });
}

/** Puts the filters of the address into the form; false if they were there already. */
function read() {
  const before = address();
  const query = new URLSearchParams(location.search);
  NAMES.forEach((name) => (field(name).value = query.get(name) ?? ""));
  byId("clear-filters").hidden = !isFiltered();
  return before !== address();
}

function apply(changed) {
  if (address() === new URLSearchParams(location.search).toString()) {
    return;
  }
  history.pushState(null, "", address() ? `?${address()}` : location.pathname);
  byId("clear-filters").hidden = !isFiltered();
  changed();
}

const field = (name) => byId(`filter-${name}`);

const value = (name) => field(name).value.trim();

function address() {
  const query = new URLSearchParams();
  NAMES.forEach((name) => value(name) && query.set(name, value(name)));
  return query.toString();
}

export const isFiltered = () => NAMES.some(value);

/** The filters as parameters of `GET /generations`. Days are those of the user. */
export const filters = () => ({
  text: value("text"),
  status: value("status"),
  model: value("model"),
  caller: value("caller"),
  from: midnight(value("from"), 0),
  to: midnight(value("to"), 1),
});

/** True if the list must be read further for the kind, which the service does not filter. */
export const isOneKind = () => Boolean(value("kind"));

/** Whether the gallery shows a generation that the service has selected: a deleted one has nothing to show. */
export const accepts = ({ model, times }) =>
  !times.deleted &&
  (!isOneKind() || (Boolean(model) && makesText(model) === (value("kind") === "text")));

/** The beginning of a day of the user, or of the day after it; empty if there is no day. */
function midnight(day, later) {
  if (!DAY.test(day)) {
    return "";
  }
  const [year, month, date] = day.split("-").map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}
