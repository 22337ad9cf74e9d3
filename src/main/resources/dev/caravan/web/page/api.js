// The API as docs/api.md has it. Addresses are relative, so that the page may stand below a path.

import { forget, recall, remember } from "./memory.js";

/** An answer that is no success: RFC 9457's members, or what stands for them where nobody answered. */
export class Problem extends Error {
  constructor(status, body, retryAfter) {
    super(body.detail ?? "The service gave no reason.");
    this.status = status;
    this.code = body.code ?? "UNEXPECTED";
    this.retryAfter = retryAfter;
  }
}

let enter = () => Promise.reject(new Problem(401, { code: "UNAUTHORIZED" }));

/** Who is asked for a token when the service wants one; a promise that holds once it was taken. */
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

/** Whether a token opens the door. */
export async function tryToken(value) {
  const answer = await fetch("models", { headers: { Authorization: `Bearer ${value}` } });
  return answer.status !== 401;
}

/** Puts a prompt on the queue; the same key again sends nothing twice. */
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

/** Where a picture can be had: its address, or a blob where it takes a token to fetch it. */
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
