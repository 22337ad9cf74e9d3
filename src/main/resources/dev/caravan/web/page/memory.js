// Values that this tab keeps until it is closed, or only until it is reloaded if the browser forbids storage.

const own = new Map();

/** The browser's store; null if it forbids one. */
function store() {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

const name = (key) => `caravan.${key}`;

export const recall = (key) => own.get(key) ?? store()?.getItem(name(key)) ?? null;

export function remember(key, value) {
  own.set(key, value);
  try {
    store()?.setItem(name(key), value);
  } catch {
    // The store is full. The value lasts until a reload.
  }
}

export function forget(key) {
  own.delete(key);
  store()?.removeItem(name(key));
}
