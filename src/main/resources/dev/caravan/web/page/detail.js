// Shows one generation in a dialog. The address /#id opens it, so the generation can be shared.

import { onChange } from "./actions.js";
import * as api from "./api.js";
import { byId } from "./dom.js";
import { known, neighbours, put, remove } from "./gallery.js";
import { follow, isOver } from "./jobs.js";
import { failure, view } from "./view.js";
import { look } from "./waiting.js";

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
    const writes = event.target.matches("input, textarea, select");
    if (!writes && !event.altKey && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
      step(event.key === "ArrowLeft" ? "newer" : "older");
    }
  });
  onChange(changed);
  followAddress();
}

/** A cancelled prompt stays, and a deleted one makes room for its neighbour. */
function changed(generation) {
  const { id, times } = generation;
  if (!times.deleted) {
    put(generation);
    if (open === id) {
      show(id);
    }
    return;
  }
  const neighbour = remove(id);
  if (open === id) {
    dialog.close();
  }
  byId(`card-${neighbour}`)?.querySelector("a").focus();
}

function followAddress() {
  const id = location.hash.slice(1);
  if (document.querySelector(`a.skip[href="#${CSS.escape(id)}"]`)) {
    return; // A place on the page, not a generation.
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
  if (document.activeElement.disabled || document.activeElement === document.body) {
    // A disabled button receives no keys, so the arrow keys would end here.
    body.focus();
  }
  const render = (generation) => open === id && body.replaceChildren(view(generation, () => dialog.close()));
  try {
    const generation = known(id) ?? (await api.generation(id));
    render(generation);
    if (!isOver(generation)) {
      let state = look(generation);
      await follow(id, (change) => {
        if (change.generation && open === id) {
          if (look(change.generation) !== state) {
            state = look(change.generation);
            render(change.generation);
          }
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
