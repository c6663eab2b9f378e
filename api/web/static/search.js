/**
 * Completion of the site's search boxes (form[data-search]) and of form fields that name a thing (input[data-complete]).
 * Without JavaScript the box submits to /recherche and the fields are plain text.
 */
import { combobox } from "./combobox.js";

/** Ask the site for things whose name, identifier or code begins like that. */
async function search(words, type, signal) {
  const query = new URLSearchParams({ q: words, limit: "8" });
  if (type) query.set("type", type);
  const response = await fetch(`/api/search?${query}`, { signal, headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(String(response.status));
  return (await response.json()).items;
}

for (const form of document.querySelectorAll("form[data-search]")) {
  combobox(form.elements.q, {
    find: (words, signal) => search(words, "", signal),
    pick: (item) => location.assign(item.url),
    empty: "Rien de tel : Entrée cherche aussi les noms proches.",
    delay: 120,
    least: 2,
  });
}

for (const input of document.querySelectorAll("input[data-complete]")) {
  combobox(input, {
    find: (words, signal) => search(words, input.dataset.complete, signal),
    pick: (item, items) => {
      const alone = items.every((other) => other === item || other.label !== item.label);
      input.value = alone ? item.label : `${item.label} (${item.kind_label})`;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    },
    delay: 120,
    least: 2,
  });
}
