// For each problem code: what went wrong, and what to do.

const REASONS = {
  INVALID_PROMPT: [
    "This prompt can't be used as it is",
    "Fix the error described above, then send the prompt again.",
  ],
  BAD_REQUEST: ["The service did not understand the request", "Reload the page, then try again."],
  CONTENT_BLOCKED: [
    "Refused by the model's filter",
    "Change the prompt. The same prompt would be refused again.",
  ],
  REFUSED: [
    "The model refused this, and it does not say whose fault it is",
    "The prompt waits. Other prompts will show whether it or the model's configuration is at fault.",
  ],
  THROTTLED: ["The model is busy", "Wait a moment, then try again."],
  MODEL_UNAVAILABLE: ["The model's service failed", "This is usually temporary. Try again in a minute."],
  MODEL_TIMEOUT: [
    "The model took too long",
    "Try again, or choose another model. The call may have been billed.",
  ],
  QUOTA: [
    "No more calls for now",
    "Try again later, or contact the operator of this service.",
  ],
  MODEL_UNUSABLE: [
    "This model can't be used here",
    "Choose another model, or contact the operator of this service.",
  ],
  STORE: [
    "The result could not be stored",
    "Try again in a minute. A call that was paid for is not paid for again.",
  ],
  QUEUE: ["The prompt could not be put on the queue", "Try again in a minute. This prompt has cost nothing."],
  EXPIRED: [
    "This prompt waited too long",
    "Its model was not available in time. Send it again, or choose another model.",
  ],
  CONTENT_TOO_LARGE: ["This prompt is too long to send", "Shorten it, then send it again."],
  IN_PROGRESS: ["This prompt is in progress", "Its result will appear in the gallery."],
  IDEMPOTENCY_KEY_REUSED: ["This request was already sent with another prompt", "Send it again."],
  FORBIDDEN: ["The service accepts no calls from this page", "Open the page at the service's own address."],
  NOT_FOUND: ["Not found", "It may have been deleted from the bucket."],
  CONTENT_DELETED: [
    "The result was deleted",
    "It is no longer in the bucket. Use the prompt again to make a new one.",
  ],
  CANCELLED: ["This prompt was cancelled", "Use it again to send it again."],
  STOPPING: ["The service is restarting", "Try again in a moment."],
  OVERLOADED: ["The service is busy", "Try again in a moment."],
  TOO_MANY_DOWNLOADS: ["The service is busy", "Try again in a moment."],
  OFFLINE: ["The service can't be reached", "Check the connection, and check that the service is running."],
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

/** Beginnings and ends of details that only repeat the title. */
const REPEATED = { CONTENT_BLOCKED: /^The model's filter refused( \(|: )?|\)?\.?$/g };

/** What a detail says beyond the title; empty if nothing. */
export function more(code, detail = "") {
  return detail.replace(REPEATED[code] ?? /$^/, "");
}
