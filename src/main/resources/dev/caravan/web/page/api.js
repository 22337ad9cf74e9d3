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

export const generations = (limit, before) =>
  json(`generations?limit=${limit}${before ? `&before=${encodeURIComponent(before)}` : ""}`);

export const contentPath = (id) => `generations/${encodeURIComponent(id)}/content`;

export const text = async (id) => (await call(contentPath(id))).text();

const blobs = new Map();

/** The URL of a picture; a blob's URL if fetching the picture requires a token. */
export async function picture(id) {
  if (!token()) {
    return contentPath(id);
  }
  if (!blobs.has(id)) {
    const fetched = call(contentPath(id)).then((answer) => answer.blob());
    blobs.set(
      id,
      fetched.then((blob) => URL.createObjectURL(blob)),
    );
    fetched.catch(() => blobs.delete(id));
  }
  return blobs.get(id);
}
