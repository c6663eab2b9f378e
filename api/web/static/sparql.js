/**
 * The editor of the SPARQL page: YASQE in the place of the form's text field, once the page is at rest.
 * The field stays in the form, holds what is sent, and comes back with « Champ simple »; without JavaScript it is all there is.
 */
import { h } from "./network/dom.js";
import { completing } from "./sparql/completion.js";
import { watch } from "./sparql/syntax.js";

const form = document.querySelector("form.sparql");
const field = form.elements.query;
const label = form.querySelector(`label[for="${field.id}"]`);
const submit = form.querySelector("button[type=submit]");

const KEYS = {
  "Ctrl-Enter": () => form.requestSubmit(),
  "Cmd-Enter": () => form.requestSubmit(),
  "Ctrl-/": (cm) => cm.commentLines(),
  Esc: () => submit.focus(),
  Tab: false, // the browser's own: the keyboard is never held
  "Shift-Tab": false,
};

/** The style of the editor, asked for when the editor is. */
function style(address) {
  return new Promise((done, failed) => {
    document.head.append(h("link", { rel: "stylesheet", href: address, onload: done, onerror: failed }));
  });
}

/** Make the editor in a place that holds the value of the field. Nothing is kept in the browser, no other host is asked. */
function make(Yasqe, place) {
  Object.assign(Yasqe.defaults, { autocompleters: [], extraKeys: {} });
  const editor = new Yasqe(place, {
    value: field.value,
    extraKeys: { ...KEYS, "Ctrl-Space": (cm) => completing.open(cm) },
    persistenceId: null,
    consumeShareLink: null,
    createShareableLink: null,
    showQueryButton: false,
    resizeable: false,
    syntaxErrorCheck: false, // ours is in French: sparql/syntax.js
    foldGutter: false,
    gutters: ["gutterErrorBar", "CodeMirror-linenumbers"],
    editorHeight: "auto",
    viewportMargin: Infinity,
    indentUnit: 2,
    screenReaderLabel: label.textContent,
  });
  return editor.getDoc().getEditor();
}

/** Which of the two is shown; the other one takes over its text. */
function show(cm, place, edited) {
  if (edited) cm.setValue(field.value);
  else field.value = cm.getValue();
  place.hidden = !edited;
  field.hidden = edited;
  field.required = !edited; // a hidden field cannot say that it is empty
  label.htmlFor = edited ? cm.getInputField().id : field.id;
  if (edited) cm.refresh();
}

function choice(cm, place) {
  const button = h("button", { type: "button", class: "plain" });
  const name = () => { button.textContent = place.hidden ? "Éditeur avec complétion" : "Champ simple"; };
  button.addEventListener("click", () => {
    show(cm, place, place.hidden);
    name();
  });
  name();
  submit.after(" ", button);
}

async function start() {
  const [{ Yasqe }] = await Promise.all([import("./vendor/yasqe.min.js"), style("/static/vendor/yasqe.min.css")]);
  const focused = document.activeElement === field;
  const place = h("div", { class: "editor" });
  field.before(place);
  const cm = make(Yasqe, place);
  const input = cm.getInputField();
  input.id = "f-editeur";
  input.setAttribute("aria-describedby", "f-aide f-touches f-etat");
  const from = cm.posFromIndex(field.selectionStart);
  show(cm, place, true);
  watch(cm, document.getElementById("f-etat"), Number(field.dataset.line));
  completing.listen(cm);
  choice(cm, place);
  document.getElementById("f-touches").hidden = false;
  form.addEventListener("submit", () => { if (!place.hidden) field.value = cm.getValue(); });
  if (focused) {
    cm.focus();
    cm.setCursor(from);
  }
}

/** When it cannot be had, the field stays as it is. */
const started = () => start().catch(() => {});
if (window.requestIdleCallback) requestIdleCallback(started, { timeout: 2000 });
else setTimeout(started, 200);
