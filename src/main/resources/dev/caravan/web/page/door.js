// Asks for a token if the service requires one.

import * as api from "./api.js";
import { byId } from "./dom.js";

let waiting = null;

/** Shows the token form until the service accepts a token. Concurrent callers share one form. */
export function open() {
  waiting ??= new Promise((opened) => {
    const had = api.token();
    api.useToken(null);
    byId("door").hidden = false;
    byId("page").hidden = true;
    byId("door-error").textContent = had ? "The service no longer accepts this token." : "";
    byId("token").value = "";
    byId("token").focus();
    byId("door-form").onsubmit = async (event) => {
      event.preventDefault();
      if (await comeIn(byId("token").value.trim())) {
        byId("door").hidden = true;
        byId("page").hidden = false;
        byId("forget-token").hidden = false;
        byId("prompt").focus();
        waiting = null;
        opened();
      }
    };
  });
  return waiting;
}

async function comeIn(token) {
  byId("door-error").textContent = "";
  try {
    if (token && (await api.tryToken(token))) {
      api.useToken(token);
      return true;
    }
    byId("door-error").textContent =
      "The service does not accept this token. Check for spaces and missing characters.";
  } catch {
    byId("door-error").textContent =
      "The service can't be reached, or the token contains characters that no token can contain.";
  }
  byId("token").focus();
  return false;
}

byId("forget-token").addEventListener("click", () => {
  api.useToken(null);
  location.reload();
});
byId("forget-token").hidden = !api.token();
