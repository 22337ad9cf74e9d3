// What this tab remembers until it is closed; until it is reloaded, where a browser forbids more.

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
