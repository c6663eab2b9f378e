/**
 * A text field with a list of suggestions, after the ARIA combobox pattern (list autocomplete, manual choice).
 * Used by the site's search box, by completing form fields and by the search inside a graph.
 */
import { debounce, fold, h } from "./network/dom.js";

let made = 0;

/** The label with the typed words in bold, whatever their accents and case. */
function emphasised(label, words) {
  const plain = [...label].map((letter) => fold(letter) || " ").join("");
  const at = plain.length === label.length && words ? plain.indexOf(fold(words)) : -1;
  if (at < 0) return [label];
  const end = at + fold(words).length;
  return [label.slice(0, at), h("mark", {}, label.slice(at, end)), label.slice(end)];
}

/**
 * @param {HTMLInputElement} input inside an element that is `position: relative`
 * @param {object} options
 * @param {(words: string, signal: AbortSignal) => object[] | Promise<object[]>} options.find items {id, type, label, …}
 * @param {(item: object, items: object[]) => void} options.pick what choosing one among all those shown does
 * @param {(item: object) => string} [options.what] the small text at the right
 * @param {string} [options.empty] said when nothing is found
 * @param {number} [options.delay] ms of quiet before asking
 * @param {number} [options.least] letters needed
 */
export function combobox(input, { find, pick, what = (item) => item.kind_label || item.kind || "", empty = "", delay = 0, least = 1 }) {
  made += 1;
  const id = `suggestions-${made}`;
  const list = h("ul", { class: "listbox", role: "listbox", id, hidden: true, "aria-label": "Suggestions" });
  const note = h("p", { class: "visually-hidden", role: "status" });
  const nothing = h("div", { class: "listbox", hidden: true }, h("p", { class: "empty" }, empty));
  input.after(list, nothing, note);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id, "aria-haspopup": "listbox" })) input.setAttribute(name, value);
  let items = [];
  let active = -1;
  let request = null;

  const close = () => {
    list.hidden = true;
    nothing.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const choose = (index) => {
    const item = items[index];
    close();
    input.value = item.label;
    pick(item, items);
  };

  const mark = (index) => {
    active = index;
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === index)));
    if (index < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[index].id);
    return list.children[index].scrollIntoView({ block: "nearest" });
  };

  const show = (words) => {
    list.replaceChildren(...items.map((item, i) => h("li", { role: "option", id: `${id}-${i}`, "aria-selected": "false" },
      h("span", {}, h("span", { class: `shape shape-${item.type}`, "aria-hidden": "true" }), emphasised(item.label, words)),
      h("span", { class: "what" }, what(item)))));
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = !items.length;
    nothing.hidden = items.length > 0 || !empty;
    input.setAttribute("aria-expanded", String(items.length > 0));
    note.textContent = items.length ? `${items.length} suggestion${items.length > 1 ? "s" : ""}, flèches pour choisir` : empty;
  };

  const ask = debounce(async () => {
    request?.abort();
    const words = input.value.trim();
    if (words.length < least) return close();
    request = new AbortController();
    const { signal } = request;
    let found;
    try {
      found = await find(words, signal);
    } catch (error) {
      if (error.name !== "AbortError") close(); // the form still works without suggestions
      return undefined;
    }
    if (signal.aborted || document.activeElement !== input) return undefined;
    const chosen = items[active]?.id; // a late answer does not take back what the arrows chose
    items = found;
    show(words);
    const again = chosen === undefined ? -1 : items.findIndex((item) => item.id === chosen);
    if (again >= 0) mark(again);
    return undefined;
  }, delay);

  input.addEventListener("input", ask);
  input.addEventListener("blur", () => {
    request?.abort();
    close();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the focus in the field
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose([...list.children].indexOf(option));
  });
  input.addEventListener("keydown", (event) => {
    const open = !list.hidden;
    if (event.key === "ArrowDown" && !open) ask();
    else if (event.key === "ArrowDown") mark((active + 1) % items.length);
    else if (event.key === "ArrowUp" && open) mark((active <= 0 ? items.length : active) - 1);
    else if (event.key === "Enter" && open && active >= 0) choose(active);
    else if (event.key === "Escape" && (open || !nothing.hidden)) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}
