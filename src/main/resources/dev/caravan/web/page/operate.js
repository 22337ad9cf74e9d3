// The page for operators: what this instance does now, and its dead letters.

import { confirmed } from "./confirm.js";
import { byId, el } from "./dom.js";
import { dollars, exactly, seconds } from "./format.js";
import { inPlainWords } from "./reasons.js";

const INTERVAL = 5000;
const MOST_LETTERS = 100;

/** Fails with the sentence of the service, or with one about the connection. */
async function call(path, options) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Error("The service can't be reached. Trying again…");
  }
  const body = await answer.json().catch(() => null);
  if (!answer.ok && !body?.checks) {
    throw new Error(body?.detail ?? `The service answered with status ${answer.status}.`);
  }
  return body;
}

const post = (path, body) =>
  call(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

const drawn = new Map();

/** Draws a part again only if its data changed, so that the focus and a selection stay. */
function draw(id, data, make) {
  const text = JSON.stringify(data);
  if (drawn.get(id) !== text) {
    drawn.set(id, text);
    byId(id).replaceChildren(...[make(data)].flat().filter(Boolean));
  }
}

/** A table. Its roles are explicit, because browsers forget them when a narrow screen shows each row as a list. */
function table(label, heads, rows) {
  const [, ...others] = heads;
  return el(
    "div",
    { class: "wide", role: "region", "aria-label": `${label}, table`, tabindex: "0" },
    el(
      "table",
      { role: "table" },
      el(
        "thead",
        { role: "rowgroup" },
        el("tr", { role: "row" }, heads.map((head) => el("th", { scope: "col", role: "columnheader" }, head))),
      ),
      el(
        "tbody",
        { role: "rowgroup" },
        rows.map(([first, ...rest]) =>
          el(
            "tr",
            { role: "row" },
            el("th", { scope: "row", role: "rowheader" }, first),
            rest.map((cell, n) => el("td", { role: "cell", "data-head": others[n] }, cell)),
          ),
        ),
      ),
    ),
  );
}

const hint = (words) => el("p", { class: "hint" }, words);

const state = (words, bad) => el("span", { class: bad ? "state bad" : "state" }, words);

async function look() {
  try {
    const [now, health] = await Promise.all([call("operate/state"), call("observe/health")]);
    // Only an instance that reloads its routes has this call.
    const routes = now.instance.reloads ? await call("observe/routes") : null;
    byId("trouble").textContent = "";
    draw("instance", now.instance, instance);
    draw("health", health, checks);
    draw("lanes", now.lanes, lanes);
    draw("queue", now.queue, queue);
    draw("budget", now.budget ?? null, budget);
    draw("hour", now.lastHour, hour);
    draw("rejection", routes?.rejection ?? null, rejection);
    draw("routes", routes, routeSet);
  } catch (problem) {
    byId("trouble").textContent = problem.message;
  }
}

const instance = ({ name, startedAt, java }) => `${name}, running since ${exactly(startedAt)}, Java ${java}`;

function checks({ status, checks: all = [] }) {
  const bad = all.filter((check) => check.status !== "UP");
  return bad.length === 0
    ? hint(`Everything is well: ${all.length} checks.`)
    : [
        el("p", {}, state(status === "UP" ? "Needs attention" : "Down", true)),
        table(
          "Checks that failed",
          ["Check", "Message"],
          bad.map(({ name, data, message }) => [name, message ?? words(data)]),
        ),
      ];
}

const words = (data = {}) =>
  Object.entries(data)
    .map(([name, value]) => `${name}: ${value}`)
    .join(", ");

const LANE_STATES = {
  open: "Open",
  limited: "Limited",
  resting: "Resting",
  paused: "Paused",
};

function lanes(all) {
  return all.length === 0
    ? hint("No model has been called since the start.")
    : table(
        "Models",
        ["Model", "Region", "State", "Calls in flight", "Waiting", "AWS says"],
        all.map(({ model, region, state: at, limit, inFlight, waiting, inLine, paused }) => [
          model,
          region,
          state(LANE_STATES[at] ?? at, at === "paused"),
          `${inFlight} of ${limit}`,
          `${waiting} from the queue, ${inLine} by HTTP`,
          paused
            ? `${paused.code}: ${paused.message} Since ${exactly(paused.since)}; the model is asked again at ${exactly(paused.nextProbe)}.`
            : "",
        ]),
      );
}

function queue({ waiting, delayed, received, paused, error }) {
  return [
    paused &&
      el("p", {}, state("Paused", true), ` since ${exactly(paused.since)}: ${paused.reason}: ${paused.detail}`),
    error
      ? hint(error)
      : table(
          "Queue",
          ["Messages", "Number"],
          [
            ["Waiting", waiting],
            ["Delayed", delayed],
            ["In progress", received],
          ].map(([name, count]) => [name, String(count)]),
        ),
  ];
}

function budget(set) {
  if (!set) {
    return hint("No budget is set (CARAVAN_BUDGET_USD_PER_DAY).");
  }
  const spent = set.usdPerDay * set.used;
  return [
    el("progress", { max: "1", value: String(Math.min(1, set.used)), "aria-label": "Part of the budget that is spent" }),
    el(
      "p",
      {},
      `${dollars(spent)} of ${dollars(set.usdPerDay)} spent, ${dollars(Math.max(0, set.usdPerDay - spent))} left until 00:00 UTC.`,
    ),
  ];
}

function hour({ http, queue: messages }) {
  const row = (name, { count, p50Ms, p95Ms, p99Ms }) => [
    name,
    String(count),
    ...[p50Ms, p95Ms, p99Ms].map((time) => (time === null ? "–" : seconds(time))),
  ];
  return table(
    "Times of the last hour",
    ["Prompts", "Done", "p50", "p95", "p99"],
    [row("By HTTP, until the answer", http), row("From the queue, until the result is stored", messages)],
  );
}

function rejection(last) {
  return (
    last && [
      el("p", {}, state("The last change was rejected", true), ` at ${exactly(last.at)}. The previous routes run.`),
      table(
        "Why the change was rejected",
        ["File", "Finding"],
        (last.findings ?? []).map(({ file, line, message, hint: advice }) => [
          line ? `${file}:${line}` : file,
          [message, advice].filter(Boolean).join(" "),
        ]),
      ),
    ]
  );
}

function routeSet(routes) {
  if (!routes) {
    return hint("This instance does not reload its routes (CARAVAN_ROUTES_RELOAD).");
  }
  const rows = [
    ...Object.entries(routes.routes),
    ...(routes.models ? [["the model catalogue", routes.models]] : []),
  ];
  return [
    routes.needRestart.length > 0 &&
      el("p", {}, state("Needs a restart", true), `: ${routes.needRestart.join(", ")}`),
    table(
      "Routes",
      ["Route", "File", "Hash", "Running since"],
      rows.map(([id, { file, hash, loadedAt }]) => [id, file, el("code", {}, hash), exactly(loadedAt)]),
    ),
  ];
}

async function readLetters() {
  byId("look").disabled = true;
  try {
    const page = await call(`dead-letters?limit=${MOST_LETTERS}`);
    byId("letters-count").textContent =
      page.approximateTotal === 0
        ? "There are no dead letters."
        : `About ${page.approximateTotal}; ${page.deadLetters.length} are shown.`;
    draw("reasons", page.byReason, reasons);
    draw("letters", page.deadLetters, letters);
  } catch (problem) {
    byId("letters-count").textContent = problem.message;
  }
  byId("look").disabled = false;
}

function reasons(counts) {
  const all = Object.entries(counts);
  return (
    all.length > 0 &&
    table(
      "Dead letters by reason",
      ["Reason", "Meaning", "Shown", "All of this reason"],
      all.map(([reason, count]) => [
        reason,
        MEANINGS[reason] ?? inPlainWords(reason).title,
        String(count),
        buttons({ reason }, `all letters with the reason ${reason}`, reason),
      ]),
    )
  );
}

const MEANINGS = {
  FOREIGN: "Caravan did not write this letter",
  RECEIVE_LIMIT: "SQS moved the message itself",
};

function letters(rows) {
  return (
    rows.length > 0 &&
    table(
      "Dead letters",
      ["Id", "Reason", "Detail", "Failed", "Tries", "Model", "This letter"],
      rows.map(({ id, reason, detail, failedAt, sentAt, attempts, model }) => [
        el("code", {}, id ?? "no id"),
        reason,
        detail ?? "",
        failedAt || sentAt ? exactly(failedAt ?? sentAt) : "",
        attempts === undefined ? "" : String(attempts),
        model ?? "",
        id ? buttons({ ids: [id] }, `the letter ${id}`, reason) : "",
      ]),
    )
  );
}

/** Foreign letters are never sent again. */
function buttons(selection, which, reason) {
  const button = (label, path, done, sentence) =>
    el(
      "button",
      {
        type: "button",
        class: "secondary",
        "aria-label": `${label} ${which}`,
        onclick: () => carryOut({ label, path, done, sentence, selection, which }),
      },
      label,
    );
  return el(
    "span",
    { class: "actions" },
    reason !== "FOREIGN" &&
      button("Redrive", "dead-letters/redrive", "redriven", "Model calls for it cost money again."),
    button("Discard", "dead-letters/discard", "discarded", "It can't be restored. Its record keeps the failure."),
  );
}

async function carryOut({ label, path, done, sentence, selection, which }) {
  if (!(await confirmed({ title: `${label} ${which}?`, words: sentence, action: label }))) {
    return;
  }
  byId("outcome").textContent = "Working…";
  try {
    byId("outcome").textContent = report(await post(path, selection), done);
  } catch (problem) {
    byId("outcome").textContent = problem.message;
  }
  await readLetters();
  byId("look").focus();
}

function report(answer, done) {
  const failed = answer.failed.map(({ id, detail }) => `${id ?? "a letter without id"}: ${detail}`);
  return [
    `${answer[done].length} ${done}.`,
    failed.length > 0 && `${failed.length} failed: ${failed.join("; ")}.`,
    answer.missing.length > 0 && `Not found: ${answer.missing.join(", ")}.`,
    answer.ended && `Ended early: ${answer.ended}`,
  ]
    .filter(Boolean)
    .join(" ");
}

byId("look").addEventListener("click", readLetters);
setInterval(() => !document.hidden && look(), INTERVAL);
addEventListener("visibilitychange", () => !document.hidden && look());
look();
readLetters();
