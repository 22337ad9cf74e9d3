// Shows openapi.json as a page for people.

import { byId, el } from "./dom.js";

let api;

/** What a `$ref` of the description points to. */
function resolve(thing) {
  if (!thing?.$ref) {
    return thing ?? {};
  }
  return thing.$ref
    .slice(2)
    .split("/")
    .reduce((at, name) => at[name], api);
}

/** Text in which `words` in backticks are code. */
const prose = (text = "") =>
  text.split("`").map((part, n) => (n % 2 ? el("code", {}, part) : part));

function operations() {
  return Object.entries(api.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([, operation]) => operation.operationId)
      .map(([method, operation]) => ({
        ...operation,
        path,
        method: method.toUpperCase(),
        parameters: [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(resolve),
      })),
  );
}

function section(operation) {
  const body = operation.requestBody?.content["application/json"];
  return el(
    "section",
    { id: operation.operationId, "aria-labelledby": `${operation.operationId}-title` },
    el("h2", { id: `${operation.operationId}-title` }, el("code", {}, `${operation.method} ${operation.path}`)),
    el("p", {}, prose(operation.summary)),
    operation.description && el("p", {}, prose(operation.description)),
    operation.parameters.length > 0 && table(operation, "Parameters", operation.parameters.map(parameter)),
    body && table(operation, "Body", fields(body.schema)),
    body && examples(operation, body.examples),
    table(operation, "Answers", Object.entries(operation.responses).map(answer)),
    answerExamples(operation),
  );
}

/** A table of rows `[name, description]`. */
function table({ method, path }, caption, rows) {
  return el(
    "div",
    { class: "wide", tabindex: "0", role: "region", "aria-label": `${caption} of ${method} ${path}` },
    el(
      "table",
      {},
      el("caption", {}, caption),
      el(
        "tbody",
        {},
        rows.map(([name, ...words]) =>
          el("tr", {}, el("th", { scope: "row" }, el("code", {}, name)), el("td", {}, words.flat())),
        ),
      ),
    ),
  );
}

const parameter = ({ name, in: place, required, description, schema }) => [
  name,
  prose([required ? "Required." : "", `In the ${place}.`, description, limits(schema)].filter(Boolean).join(" ")),
];

function fields(schema) {
  const { properties = {}, required = [] } = resolve(schema);
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = { ...resolve(property), ...property };
    return [
      name,
      prose([required.includes(name) ? "Required." : "", description, limits(rest)].filter(Boolean).join(" ")),
    ];
  });
}

function limits(schema) {
  const { enum: values, minimum, maximum, default: usual } = resolve(schema);
  return [
    values && `One of ${values.map((value) => `\`${value}\``).join(", ")}.`,
    minimum !== undefined && maximum !== undefined && `From ${minimum} to ${maximum}.`,
    usual !== undefined && `Default: \`${usual}\`.`,
  ]
    .filter(Boolean)
    .join(" ");
}

const answer = ([status, response]) => [status, prose(resolve(response).description)];

function examples(operation, given = {}) {
  return Object.values(given)
    .filter((example) => example["x-status"] === 200)
    .map(({ summary, value }) =>
      sample(
        summary,
        `curl -X ${operation.method} ${address(operation.path)} \\\n  -H 'Content-Type: application/json' \\\n  -d '${JSON.stringify(value).replaceAll("'", "'\\''")}'`,
      ),
    );
}

const address = (path) => new URL(`../${path.slice(1)}`, location.href).href.replaceAll("%7B", "{").replaceAll("%7D", "}");

function answerExamples({ responses }) {
  return Object.entries(responses).flatMap(([status, response]) =>
    status.startsWith("2")
      ? Object.values(resolve(resolve(response).content?.["application/json"]).examples ?? {}).map(({ value }) =>
          sample(`Answer ${status}`, JSON.stringify(value, null, 2)),
        )
      : [],
  );
}

const sample = (caption, text) =>
  el("figure", {}, el("figcaption", {}, caption), el("pre", { tabindex: "0" }, el("code", {}, text)));

async function begin() {
  const answer = await fetch("../openapi.json");
  api = await answer.json();
  const all = operations();
  byId("calls").append(
    ...all.map((operation) =>
      el(
        "li",
        {},
        el("a", { href: `#${operation.operationId}` }, el("code", {}, `${operation.method} ${operation.path}`)),
        ` ${operation.summary}`,
      ),
    ),
  );
  byId("operations").append(...all.map(section));
  byId("reference").removeAttribute("aria-busy");
  if (location.hash) {
    document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }
}

begin().catch(() => {
  byId("reference-note").textContent = "The description can't be loaded. Check the connection, then reload the page.";
});
