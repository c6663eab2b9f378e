/**
 * Small comforts of every page: copy a link, show the code of an iframe, sort a table, close the phone menu with Esc.
 * Every page works without them.
 */
import { copy, h } from "./network/dom.js";

/** Copy an address, and say so beside what was clicked. */
async function copyAddress(clicked, address) {
  const said = clicked.parentElement.querySelector("[data-share-status]");
  const done = await copy(address);
  if (said) said.textContent = done ? "Lien copié." : `Lien : ${address}`;
}

/** « Copier le lien » is a link to the view itself, or at the top of a page a button; with JavaScript they copy its address. */
function copyLinks() {
  for (const link of document.querySelectorAll("a[data-copy-link]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      copyAddress(link, link.href);
    });
  }
  for (const button of document.querySelectorAll("button[data-copy-page]")) {
    button.hidden = false;
    button.addEventListener("click", () => copyAddress(button, location.href));
  }
}

/** « Intégrer » shows the code to paste into another page. */
function embeds() {
  for (const button of document.querySelectorAll("button[data-embed]")) {
    button.setAttribute("aria-expanded", "false");
    const source = new URL(button.dataset.embed, location.href).href;
    const frame = h("iframe", { src: source, title: document.title, width: "100%", height: "640", loading: "lazy" });
    const area = h("textarea", { rows: 4, readonly: true, "aria-label": "Code à copier dans votre page" });
    area.value = frame.outerHTML;
    const block = h("div", { class: "embed-code", hidden: true }, area);
    button.closest(".share").after(block);
    button.addEventListener("click", () => {
      block.hidden = !block.hidden;
      button.setAttribute("aria-expanded", String(!block.hidden));
      if (!block.hidden) area.select();
    });
  }
}

/** What a cell is sorted by: data-sort when the server gave one, else its number or its text. */
function sortKey(row, column) {
  const cell = row.cells[column];
  const text = cell?.dataset.sort ?? cell?.textContent.trim() ?? "";
  const value = Number(text.replace(/[\s\u00a0\u202f€%]/g, "").replace(",", "."));
  return text !== "" && Number.isFinite(value) ? value : text;
}

const collator = new Intl.Collator("fr", { numeric: true });

/** Order two keys, upwards or (sign -1) downwards; what is empty comes last either way. */
function compare(a, b, sign) {
  if (a === "" || b === "") return a === b ? 0 : a === "" ? 1 : -1;
  return sign * (typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b)));
}

/** « Image PNG »: the SVG of the link beside it, painted at twice its size. */
function pictures() {
  for (const button of document.querySelectorAll("button[data-picture]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const said = button.parentElement.querySelector("[data-share-status]");
      try {
        const { downloadPng } = await import("./pictures.js");
        const name = await downloadPng(button.dataset.picture);
        if (said) said.textContent = `Image enregistrée : ${name}.`;
      } catch {
        if (said) said.textContent = "L’image PNG n’a pas pu être faite : prenez l’image SVG, ou réessayez.";
      }
    });
  }
}

/** table[data-sortable]: each head without data-nosort becomes a button. */
function sortTables() {
  for (const table of document.querySelectorAll("table[data-sortable]")) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      if ("nosort" in head.dataset || !head.textContent.trim()) return;
      const button = h("button", { type: "button", class: "sort" });
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const body = table.tBodies[0];
        const keyed = [...body.rows].map((row) => ({ row, key: sortKey(row, column) }));
        keyed.sort((a, b) => compare(a.key, b.key, down ? -1 : 1));
        body.append(...keyed.map(({ row }) => row));
      });
    });
  }
}

function phoneMenu() {
  const menu = document.querySelector(".nav-phone");
  menu?.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

/** A line that this leaf of a document does not hold (/sources/004#L107): go to the leaf that does. */
function lineOfSource() {
  const line = /^#L(\d+)$/.exec(location.hash)?.[1];
  if (!line || !/^\/sources\/[^/]+$/.test(location.pathname) || document.getElementById(`L${line}`)) return;
  const asked = new URLSearchParams(location.search);
  if (asked.get("ligne") !== line) location.replace(`${location.pathname}?ligne=${line}#L${line}`);
}

/** What a link points to may be folded away: unfold it. */
function unfold() {
  const target = document.querySelector(":target");
  for (let fold = target?.closest("details:not([open])"); fold; fold = fold.parentElement.closest("details:not([open])")) fold.open = true;
  target?.scrollIntoView();
}

/** A form that a phone folds away stands open at a desk; newer browsers do it by their style sheet. */
function openForms() {
  if (CSS.supports("selector(::details-content)") || !matchMedia("(min-width: 44rem)").matches) return;
  for (const form of document.querySelectorAll("details.folded:not(.answered)")) form.open = true;
}

openForms();
lineOfSource();
unfold();
addEventListener("hashchange", unfold);
copyLinks();
embeds();
pictures();
sortTables();
phoneMenu();
