// Makes elements. Text is only ever text: nothing on this page takes HTML from anywhere.

export const byId = (id) => document.getElementById(id);

/** An element; attributes that are null or false are left out, and "onclick" and the like are listeners. */
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      node.addEventListener(key.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(key, value === true ? "" : value);
    }
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const SVG = "http://www.w3.org/2000/svg";

/** An SVG element; `use` takes the name of a symbol in index.html. */
export function svg(name, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

export const icon = (symbol) =>
  svg("svg", { class: "icon", "aria-hidden": "true" }, svg("use", { href: `#${symbol}` }));

/** Says something to people who listen to the page; a new sentence each time. */
export function announce(sentence) {
  byId("status").textContent = sentence;
}
