// Shows one generation in a dialog. The address /#id opens it, so the generation can be shared.

import * as api from "./api.js";
import { byId } from "./dom.js";
import { known, neighbours } from "./gallery.js";
import { follow, isOver } from "./jobs.js";
import { failure, view } from "./view.js";

const dialog = byId("detail");
const ID = /^[A-Za-z0-9_-]{1,128}$/;

let open = null;

/** Watches the address and opens the generation whose id it contains. */
export function begin() {
  addEventListener("hashchange", followAddress);
  dialog.addEventListener("close", closed);
  byId("close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  byId("newer-one").addEventListener("click", () => step("newer"));
  byId("older-one").addEventListener("click", () => step("older"));
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      step(event.key === "ArrowLeft" ? "newer" : "older");
    }
  });
  followAddress();
}

function followAddress() {
  const id = location.hash.slice(1);
  if (byId(id) && !known(id)) {
    return; // The id of an element on the page, such as the gallery's title.
  }
  if (ID.test(id)) {
    show(id);
  } else if (dialog.open) {
    dialog.close();
  }
}

async function show(id) {
  open = id;
  const body = byId("detail-body");
  body.replaceChildren();
  if (!dialog.open) {
    dialog.showModal();
  }
  const { newer, older } = neighbours(id);
  byId("newer-one").disabled = !newer;
  byId("older-one").disabled = !older;
  const render = (generation) => open === id && body.replaceChildren(view(generation, () => dialog.close()));
  try {
    const generation = known(id) ?? (await api.generation(id));
    render(generation);
    if (!isOver(generation)) {
      let state = generation.status;
      await follow(id, (change) => {
        if (change.generation && change.generation.status !== state) {
          state = change.generation.status;
          render(change.generation);
        }
      });
    }
  } catch (problem) {
    if (open === id) {
      body.replaceChildren(failure(problem.code, problem.message));
    }
  }
}

function step(direction) {
  const id = neighbours(open)[direction];
  if (id) {
    history.replaceState(null, "", `#${id}`);
    show(id);
  }
}

function closed() {
  const card = byId(`card-${open}`);
  open = null;
  // Removes the id from the address without scrolling to the top.
  history.replaceState(null, "", location.pathname + location.search);
  card?.querySelector("a").focus({ preventScroll: true });
}
