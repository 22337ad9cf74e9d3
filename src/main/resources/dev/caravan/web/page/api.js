// Calls the API described in docs/api.md. URLs are relative, so that the page also works under a path prefix.

import { forget, recall, remember } from "./memory.js";

/** A failed call: the members of RFC 9457, or the code OFFLINE and status 0 if no answer arrived. */
export class Problem extends Error {
  constructor(status, body, retryAfter) {
    super(body.detail ?? "The service gave no reason.");
    this.status = status;
    this.code = body.code ?? "UNEXPECTED";
    this.retryAfter = retryAfter;
  }
}

let enter = () => Promise.reject(new Problem(401, { code: "UNAUTHORIZED" }));

/** Sets the function that asks for a token; its promise resolves when the service accepts the token. */
export function onLocked(ask) {
  enter = ask;
}

export const token = () => recall("token");

export const useToken = (value) => (value ? remember("token", value) : forget("token"));

async function ask(path, options = {}) {
  const headers = { ...options.headers };
  if (token()) {
    headers.Authorization = `Bearer ${token()}`;
  }
  try {
    return await fetch(path, { ...options, headers });
  } catch (cause) {
    throw new Problem(0, { code: "OFFLINE", detail: "The service can't be reached." }, 2);
  }
}

async function call(path, options) {
  let answer = await ask(path, options);
  while (answer.status === 401) {
    await enter();
    answer = await ask(path, options);
  }
  if (!answer.ok) {
    const body = await answer.json().catch(() => ({}));
    throw new Problem(answer.status, body, Number(answer.headers.get("Retry-After")) || null);
  }
  return answer;
}

const json = async (path, options) => (await call(path, options)).json();

export const models = () => json("models");

/** What today has cost, and the budget. */
export const costs = () => json("costs?days=1");

/** True if the service accepts the token. */
export async function tryToken(value) {
  const answer = await fetch("models", { headers: { Authorization: `Bearer ${value}` } });
  return answer.status !== 401;
}

/** Puts a prompt on the queue. A second call with the same key sends no second prompt. */
export const send = (request, key) =>
  json("generate", {
    method: "POST",
    headers: { "Content-Type": "application/json", Prefer: "respond-async", "Idempotency-Key": key },
    body: JSON.stringify(request),
  });

export const generation = (id) => json(`generations/${encodeURIComponent(id)}`);

/** Cancels a prompt that waits; one that has ended meanwhile keeps its result. Returns its record. */
export const cancel = (id) => json(`generations/${encodeURIComponent(id)}?only=cancel`, { method: "DELETE" });

/** Deletes a generation that has ended; returns its record. */
export const remove = (id) => json(`generations/${encodeURIComponent(id)}`, { method: "DELETE" });

/** A page of generations; `filters` are query parameters such as status, and empty ones are omitted. */
export function generations(limit, before, filters = {}) {
  const query = new URLSearchParams({ limit, ...(before && { before }) });
  Object.entries(filters).forEach(([name, value]) => value && query.set(name, value));
  return json(`generations?${query}`);
}

export const contentPath = (id) => `generations/${encodeURIComponent(id)}/content`;

/** A call for the content; fails with the problem that an image or a link would hide. */
export const content = (id) => call(contentPath(id), { method: "HEAD" });

export const text = async (id) => (await call(contentPath(id))).text();

/** At least this many bytes give the beginning of a text for a card. */
const BEGINNING = { Range: "bytes=0-1599" };

/** The beginning of a text. The range may end inside a character. */
export const beginning = async (id) =>
  (await (await call(contentPath(id), { headers: BEGINNING })).text()).replace(/\uFFFD$/, "");

const blobs = new Map();

/** The service makes small versions with these widths. */
const WIDTHS = [320, 640];

/** The URL of a small version that is sharp at this width on this screen, unless the user saves data. */
export function smallPicture(id, width) {
  const dots = width * (navigator.connection?.saveData ? 1 : devicePixelRatio);
  // A little less than the width of the card is not seen.
  return picture(id, WIDTHS.find((offered) => offered * 1.3 >= dots) ?? WIDTHS.at(-1));
}

/** The URL of a picture; a blob's URL if fetching the picture requires a token. */
export async function picture(id, width) {
  const path = contentPath(id) + (width ? `?width=${width}` : "");
  if (!token()) {
    return path;
  }
  if (!blobs.has(path)) {
    const fetched = call(path).then((answer) => answer.blob());
    blobs.set(
      path,
      fetched.then((blob) => URL.createObjectURL(blob)),
    );
    fetched.catch(() => blobs.delete(path));
  }
  return blobs.get(path);
}
