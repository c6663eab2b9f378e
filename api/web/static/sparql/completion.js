/**
 * Completes the word before the cursor: variables of the query, our prefixes, classes, properties and words of the vocabularies by their
 * short name or their French label, and things by their name after a « < ». Choosing a short name declares its prefix.
 */
import { fold, h } from "../network/dom.js";

const MOST = 12; // the list does not scroll: the page lists every term
const WORD = /<(?=\S)[^<>"{}]*$|[^\s{}()[\];,.|/^<>"'!=&*+#]*$/u;
const STARTS = /^(?:[?$]|[\p{L}-]{2}|[\p{L}\d-]*:|<[\p{L}\d]{2})/u;
const PREFIXED = /(?<![\p{L}\d:<"'-])(\p{L}[\p{L}\d-]*):/gu;
let asked = null;

/** What a query may name, asked for once; without it, variables are still completed. */
function terms() {
  asked ??= ask("/api/terms").catch(() => ({ items: [], prefixes: {}, things: {} }));
  return asked;
}

async function ask(address) {
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

/** A line of the list: what is written, what it means, what it is. */
function line(text, meaning, group) {
  const render = (place) => {
    place.parentElement.setAttribute("aria-label", "Suggestions");
    place.append(h("code", {}, text), " ", h("span", {}, meaning), " ", h("small", {}, group));
  };
  return { text, render };
}

/** The same, whose prefix is declared when it is chosen. */
function named(item, prefixes) {
  const prefix = item.name.split(":")[0];
  const hint = (cm, { from, to }) => {
    cm.replaceRange(item.name, from, to, "complete");
    if (!(prefix in cm.getPrefixesFromQuery()) && prefix in prefixes) cm.addPrefixes({ [prefix]: prefixes[prefix] });
  };
  return { ...line(item.name, item.label, item.group), hint };
}

/** How well a term answers what was typed: 0 best, 9 not at all. */
function distance(item, typed) {
  const [name, label] = [fold(item.name), fold(item.label)];
  if (name.startsWith(typed)) return 0;
  if (label.startsWith(typed) || name.split(":").at(-1).startsWith(typed)) return 1;
  return typed.length > 2 && (label.includes(typed) || name.includes(typed)) ? 2 : 9;
}

/** The kind of term that the place of the cursor calls for. */
function wanted(cm, word) {
  const at = cm.getCursor();
  const before = cm.getLine(at.line).slice(0, at.ch - word.length);
  if (/(^|\s)(a|rdf:type)\s+$/.test(before)) return "class";
  return cm.getTokenAt({ line: at.line, ch: before.length }).state.possibleNext?.includes("a") ? "property" : "concept";
}

async function ofTerms(cm, word) {
  const kind = wanted(cm, word);
  const { items, prefixes } = await terms();
  const typed = fold(word);
  const near = items.map((item) => ({ item, far: distance(item, typed) + (item.kind === kind ? 0 : 0.5) })).filter(({ far }) => far < 9);
  near.sort((a, b) => a.far - b.far); // stable: within a distance, the most used first
  return near.map(({ item }) => named(item, prefixes));
}

function ofVariables(cm, word) {
  const others = cm.getValue().match(/[?$]\w+/g) ?? [];
  return [...new Set(others)].filter((name) => name !== word && name.startsWith(word)).sort().map((name) => line(name, "", "variable"));
}

async function ofThings(word) {
  const { things } = await terms();
  const found = await ask(`/api/search?${new URLSearchParams({ q: word.slice(1), limit: "8" })}`);
  return found.items.filter(({ type }) => type in things)
    .map(({ id, type, label, kind_label: kind }) => ({ ...line("", label, kind), text: `<${things[type]}${id}>` }));
}

function suggestions(cm, word) {
  if (word.startsWith("<")) return ofThings(word).catch(() => []);
  return /^[?$]/.test(word) ? ofVariables(cm, word) : ofTerms(cm, word);
}

/** The word that ends at the cursor, or nothing inside a text or a comment. */
function wordAt(cm) {
  const at = cm.getCursor();
  const inside = /string(?!-)|comment/.test(cm.getTokenTypeAt(at) ?? "");
  return inside ? "" : cm.getLine(at.line).slice(0, at.ch).match(WORD)[0];
}

async function hint(cm) {
  const at = cm.getCursor();
  const word = wordAt(cm);
  const list = word ? await suggestions(cm, word) : [];
  return { list: list.slice(0, MOST), from: { line: at.line, ch: at.ch - word.length }, to: at };
}

/** The known prefixes used in the line up to the cursor are declared, once their colon is typed. */
async function declare(cm) {
  const { line, ch } = cm.getCursor();
  const typed = cm.getLine(line).slice(0, ch);
  const { prefixes } = await terms();
  const declared = cm.getPrefixesFromQuery();
  const missing = [...typed.matchAll(PREFIXED)].map(([, name]) => name).filter((name) => name in prefixes && !(name in declared));
  if (missing.length && !/^\s*PREFIX\b/i.test(typed)) cm.addPrefixes(Object.fromEntries(missing.map((name) => [name, prefixes[name]])));
}

export const completing = {
  /** Show the list for the word before the cursor. */
  open(cm) {
    cm.showHint({ hint, completeSingle: false, closeCharacters: /[()[\]{};>,]/, container: cm.getWrapperElement().parentElement });
  },
  /** Show the list as one types. */
  listen(cm) {
    terms();
    cm.on("inputRead", async (_, { text }) => {
      if (text.join("").includes(":")) await declare(cm); // fast typing comes in several letters at a time
      if (!STARTS.test(wordAt(cm))) cm.closeHint(); // at once: a list that waits for its next frame would take the Enter key
      else if (!cm.state.completionActive) completing.open(cm);
    });
  },
};
