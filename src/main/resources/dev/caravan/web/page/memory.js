// Values that this tab keeps until it is closed, or only until it is reloaded if the browser forbids storage.

const own = new Map();

function store() {
  try {
    return window.sessionStorage;
  } catch {
    return {
      getItem: (key) => own.get(key) ?? null,
      setItem: (key, value) => own.set(key, value),
      removeItem: (key) => own.delete(key),
    };
  }
}

export const recall = (key) => store().getItem(`caravan.${key}`);

export const remember = (key, value) => store().setItem(`caravan.${key}`, value);

export const forget = (key) => store().removeItem(`caravan.${key}`);
