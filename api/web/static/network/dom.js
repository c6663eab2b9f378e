/**
 * Small helpers to make elements; text is always set as text, never as HTML.
 */

const SVG = "http://www.w3.org/2000/svg";

/** Make an element: h("p", {class: "x", onclick: f}, "text", child). A property that is null or false is left out. */
export function h(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

/** The same for SVG elements. */
export function s(tag, properties = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), properties, children);
}

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined).map(printed));
  return element;
}

/** A text as the pages print it, with typographic apostrophes; anything else as it is. */
export const printed = (child) => (typeof child === "string" ? child.replaceAll("'", "’") : child);

/** The text without accents and case, for comparing what people type. */
export function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[’']/g, " ").toLowerCase().trim();
}

/** Let the page paint and answer before what comes next. */
export const breath = () => new Promise((resolve) => setTimeout(resolve));

/** Call `action` once things have been quiet for `delay` ms. */
export function debounce(action, delay) {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), delay);
  };
}

/** 1 234, the French way. */
export const number = (value) => new Intl.NumberFormat("fr-FR").format(value);

/** « 27 novembre 2026 », of a day written 2026-11-27. */
export const day = (text) => new Intl.DateTimeFormat("fr-FR", { dateStyle: "long", timeZone: "UTC" }).format(new Date(text));

/** A value to three figures. */
export const rounded = (value) => new Intl.NumberFormat("fr-FR", { maximumSignificantDigits: Math.abs(value) >= 1000 ? 21 : 3 }).format(value);

/** « 3 liens », « 1 lien ». */
export const plural = (count, word) => `${number(count)} ${word}${count > 1 ? "s" : ""}`;

/** Copy a text; when the clipboard is refused, say so by returning false. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = h("textarea", { class: "visually-hidden", readonly: true });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}
