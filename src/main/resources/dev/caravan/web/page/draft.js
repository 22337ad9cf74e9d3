// What the user has typed and chosen in the form. The tab remembers it, so that a reload loses no prompt.

import { forget, recall, remember } from "./memory.js";

/** `{prompt, model, aspectRatio, …}`; null if there is none. */
export function draft() {
  try {
    return JSON.parse(recall("draft"));
  } catch {
    forget("draft");
    return null;
  }
}

export const keepDraft = (fields) => remember("draft", JSON.stringify(fields));
