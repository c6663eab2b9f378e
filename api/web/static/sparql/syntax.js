/**
 * Says in French, under the editor and beside the line, where a query stops being readable, as one types.
 */
import { debounce, h } from "../network/dom.js";

const QUIET = 500;
const MOST = 6;
const TERMINALS = [
  [/^VAR[12]$/, "une variable"],
  [/^(IRI_REF|PNAME_LN|PNAME_NS)$/, "un nom court ou une adresse"],
  [/^STRING_LITERAL/, "un texte"],
  [/^(INTEGER|DECIMAL|DOUBLE)/, "un nombre"],
  [/^(NIL|ANON|BLANK_NODE_LABEL|LANGTAG|\$)/, ""],
];

const quoted = (text) => `«\u00a0${text}\u00a0»`;

/** What could stand there, in words; nothing when that is too many things to help. */
function expected(names) {
  const words = names.map((name) => TERMINALS.find(([terminal]) => terminal.test(name))?.[1] ?? quoted(name));
  const told = [...new Set(words.filter(Boolean))];
  return told.length && told.length <= MOST ? ` Attendu : ${told.join(", ")}.` : "";
}

/** The first line (from 0) that cannot be read, with what to say of it; nothing for a text that could still become a query. */
function fault(cm) {
  for (let line = 0; line < cm.lineCount(); line += 1) {
    const token = cm.getLineTokens(line, true).find(({ state }) => state.OK === false);
    if (token) return { line, message: `Ligne ${line + 1}\u00a0: ${told(token)}` };
  }
  return null;
}

function told({ string, state }) {
  if (state.errorMsg) return `le préfixe ${quoted(string.slice(0, string.indexOf(":") + 1))} n’est pas déclaré.`;
  const what = string.trim();
  return `${what ? `${quoted(what)} ne va pas ici.` : "la suite ne va pas."}${expected(state.possibleCurrent ?? [])}`;
}

/** Show a fault, or that there is none. */
function tell(cm, place, found) {
  cm.clearGutter("gutterErrorBar");
  cm.eachLine((line) => { cm.removeLineClass(line, "background", "fault"); });
  if (found) {
    cm.addLineClass(found.line, "background", "fault");
    cm.setGutterMarker(found.line, "gutterErrorBar", h("span", { class: "fault-mark", title: found.message }, "!"));
  }
  const said = found?.message ?? "";
  if (place.textContent !== said) place.textContent = said;
}

/**
 * @param {object} cm the editor
 * @param {HTMLElement} place a live region, where faults are told
 * @param {number} refused the line (from 1) for which the server refused the query; 0 or NaN when it did not
 */
export function watch(cm, place, refused) {
  const found = fault(cm);
  const known = refused > 0 && refused <= cm.lineCount();
  tell(cm, place, found ?? (known ? { line: refused - 1, message: `Ligne ${refused}\u00a0: voyez la réponse ci-dessous.` } : null));
  cm.on("change", debounce(() => tell(cm, place, fault(cm)), QUIET));
}
