// What went wrong in plain words, and what to do about it.

const REASONS = {
  INVALID_PROMPT: [
    "This prompt can't be used as it is",
    "Change what the line above names, then send it again.",
  ],
  BAD_REQUEST: ["The service did not understand the request", "Reload the page, then try again."],
  CONTENT_BLOCKED: [
    "The model's filter refused this",
    "Say it in other words: the same prompt would be refused again.",
  ],
  THROTTLED: ["The model is busy", "Wait a moment, then try again."],
  MODEL_UNAVAILABLE: ["The model's service failed", "This mostly passes by itself; try again in a minute."],
  MODEL_TIMEOUT: [
    "The model took too long",
    "Try again, or choose another model. The call may have been billed.",
  ],
  QUOTA: [
    "What may be spent here is used up",
    "The line above says what. Come again later, or ask whoever runs this service.",
  ],
  MODEL_UNUSABLE: [
    "This model can't be used here",
    "Choose another model, or ask whoever runs this service.",
  ],
  STORE: [
    "The result could not be stored",
    "Try again in a minute. What was paid for is not paid for again.",
  ],
  QUEUE: ["The prompt could not be put on the queue", "Try again in a minute; nothing was paid for."],
  CONTENT_TOO_LARGE: ["This prompt is too long to send", "Make it shorter, then send it again."],
  IN_PROGRESS: ["This is being made already", "Wait for it; it will show in the gallery."],
  IDEMPOTENCY_KEY_REUSED: ["This was sent before, with other words", "Send it again."],
  FORBIDDEN: ["The service takes no calls from here", "Open the page at the service's own address."],
  NOT_FOUND: ["There is nothing of this name", "It may have been deleted from the bucket."],
  OFFLINE: ["The service can't be reached", "Check the connection, and that the service runs."],
  UNEXPECTED: [
    "Internal error",
    "Try again. If it happens again, the service's log contains the cause.",
  ],
};

/** `{title, advice}` for a code of docs/api.md. */
export function inPlainWords(code) {
  const [title, advice] = REASONS[code] ?? REASONS.UNEXPECTED;
  return { title, advice };
}
