// A curl command that repeats a generation.

import { token } from "./api.js";

/** The request that repeats a generation, with the model, shape and seed that were used. */
export function requestOf(generation) {
  const { text, negativePrompt, system, metadata } = generation.prompt;
  const request = {
    prompt: text,
    model: generation.model,
    aspectRatio: generation.aspectRatio,
    seed: generation.seed,
    negativePrompt,
    system,
    metadata,
  };
  return Object.fromEntries(
    Object.entries(request).filter(([, value]) => value !== undefined && value !== null),
  );
}

export function curlOf(generation) {
  const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  return [
    `curl -X POST ${quoted(new URL("generate", location.href).href)}`,
    "-H 'Content-Type: application/json'",
    token() && '-H "Authorization: Bearer $CARAVAN_TOKEN"',
    `-d ${quoted(JSON.stringify(requestOf(generation)))}`,
  ]
    .filter(Boolean)
    .join(" \\\n  ");
}
