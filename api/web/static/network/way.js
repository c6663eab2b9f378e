/**
 * The way between two nodes: two fields, a shortest way over what is visible drawn in the picture, and a link to its sourced statements.
 */
import { h, plural } from "./dom.js";

export class Way {
  /** @param {import("./explorer.js").Explorer} explorer */
  constructor(explorer) {
    this.explorer = explorer;
    this.button = explorer.part("way");
    this.form = explorer.part("way-form");
    this.said = explorer.part("way-said");
    this.ends = { from: null, to: null };
    for (const end of ["from", "to"]) {
      const input = explorer.part(`way-${end}`);
      explorer.finder(input, (node) => this.#choose(end, node.id));
      input.addEventListener("input", () => { this.ends[end] = null; });
    }
    this.button.onclick = () => this.#open(this.form.hidden);
    explorer.part("way-clear").onclick = () => this.#clear();
    const { path } = explorer.state;
    if (path.length > 1) {
      this.#open(true);
      this.#fill("from", path[0]);
      this.#fill("to", path.at(-1));
    }
  }

  #open(open) {
    this.form.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
  }

  /** Start from a node, chosen in the panel. */
  from(id) {
    this.#open(true);
    this.#fill("from", id);
    this.explorer.part("way-to").focus();
    if (this.ends.to) this.#draw();
  }

  #fill(end, id) {
    this.ends[end] = id;
    this.explorer.part(`way-${end}`).value = this.explorer.model.nodes.get(id).label;
  }

  #choose(end, id) {
    this.#fill(end, id);
    this.#draw();
  }

  #draw() {
    const { explorer, ends: { from, to } } = this;
    if (!from || !to || from === to) return;
    explorer.state.path = explorer.model.way(from, to, explorer.view.visible) ?? [];
    explorer.close();
    explorer.dress();
    if (explorer.state.path.length) explorer.view.frame(explorer.state.path);
    this.say();
  }

  #clear() {
    this.ends = { from: null, to: null };
    for (const end of ["from", "to"]) this.explorer.part(`way-${end}`).value = "";
    this.explorer.state.path = [];
    this.said.replaceChildren();
    this.#open(false);
    this.explorer.dress();
    this.button.focus();
  }

  /** Tell the way in words, with the page that gives its statements and their sources. */
  say() {
    const { model, state: { path } } = this.explorer;
    const { from, to } = this.ends;
    if (!from || !to) return;
    const address = `/chemins?${new URLSearchParams({ from, to })}`;
    const sources = h("a", { href: address }, path.length ? "Lire ces liens et leurs sources" : "Chercher dans tout le graphe");
    const words = path.length
      ? `${plural(path.length - 1, "lien")} : ${path.map((id) => model.nodes.get(id).label).join(" → ")}. `
      : "Aucune suite de liens visibles ne les relie ici. ";
    this.said.replaceChildren(words, sources);
  }
}
