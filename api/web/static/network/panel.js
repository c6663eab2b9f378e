/**
 * The side panel of the graph: what a node or a line is, its ties by role, and its statements with their sources.
 * Non-modal: the focus goes to it, Esc or the cross closes it and gives the focus back.
 */
import { h, number, plural, s } from "./dom.js";
import { STATUSES, look } from "./look.js";

const SHOWN = 12;
const FACTS_AT_ONCE = 40;

/** The sign of a type as a small SVG. */
export function sign(type, color) {
  const { points, hollow, color: own } = look(type);
  const paint = hollow ? { fill: "#fff", stroke: color ?? own, "stroke-width": 0.42 } : { fill: color ?? own };
  const scale = hollow ? 0.79 : 1;
  const shape = points
    ? s("polygon", { points: points.map(([x, y]) => `${x * scale},${y * scale}`).join(" "), ...paint })
    : s("circle", { r: scale, ...paint });
  return s("svg", { viewBox: "-1.35 -1.35 2.7 2.7", "aria-hidden": "true", focusable: "false" }, shape);
}

function sourceChip({ source, first, last, title }) {
  const lines = first ? `, l. ${first}${last && last !== first ? `–${last}` : ""}` : "";
  return h("a", { class: "source", href: first ? `/sources/${source}?ligne=${first}#L${first}` : `/sources/${source}`, title: title || null },
    h("span", { class: "visually-hidden" }, "Source : document "), `${source}${lines}`);
}

const statusBadge = (status) =>
  status && status !== "actual" ? h("span", { class: `badge status-${status}` }, (STATUSES[status]?.label ?? status).toLowerCase()) : null;

export class Panel {
  /**
   * @param {HTMLElement} element the aside
   * @param {import("./model.js").Model} model
   * @param {{statementsUrl: string, visible: Function, standing: Function, way: Function, choose: Function, close: Function}} options
   */
  constructor(element, model, options) {
    Object.assign(this, { element, model, ...options });
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close();
    });
  }

  showNode(id, takeFocus) {
    this.request?.abort();
    const node = this.model.nodes.get(id);
    const visible = this.visible();
    const edges = node.edges.filter((edge) => visible.edges.has(edge.id));
    this.#fill(takeFocus, node.label,
      h("p", {}, h("span", { class: "badge badge-kind" }, h("span", { class: `shape shape-${node.type}`, "aria-hidden": "true" }), node.kind_label || look(node.type).label),
        ` ${plural(edges.length, "lien")} ici`),
      ...this.standing(id).map((text) => h("p", { class: "muted" }, text)),
      h("p", { class: "actions" },
        node.url ? h("a", { class: "button primary", href: node.url }, "Ouvrir sa page") : null,
        h("button", { type: "button", onclick: () => this.way(id) }, "Chemin vers…")),
      ...this.#ties(node, edges),
      this.#statements(edges));
  }

  showPair(key, takeFocus) {
    this.request?.abort();
    const pair = this.model.pairs.get(key);
    const [source, target] = [this.model.nodes.get(pair.source), this.model.nodes.get(pair.target)];
    const edges = pair.edges.filter((edge) => this.visible().edges.has(edge.id));
    this.#fill(takeFocus, `${source.label} et ${target.label}`,
      h("ul", {}, edges.map((edge) => h("li", {}, this.#choice(edge.source), ` ${edge.role_label || edge.role} `, this.#choice(edge.target), " ", statusBadge(edge.status)))),
      this.#statements(edges));
  }

  hide() {
    this.request?.abort();
    this.element.hidden = true;
    this.element.replaceChildren();
  }

  get open() {
    return !this.element.hidden;
  }

  #fill(takeFocus, title, ...content) {
    const cross = h("button", { type: "button", class: "close", "aria-label": "Fermer la fiche", onclick: () => this.close() }, "✕");
    const heading = h("h3", { id: this.element.getAttribute("aria-labelledby") }, title);
    this.element.replaceChildren(...[heading, cross, ...content].filter(Boolean));
    this.element.hidden = false;
    this.element.scrollTop = 0;
    if (takeFocus) this.element.focus({ preventScroll: true });
  }

  #choice(id) {
    return h("button", { type: "button", class: "plain", onclick: () => this.choose(id) }, this.model.nodes.get(id).label);
  }

  /** Ties by role: « Son rôle : financeur » lists what the node finances, « Financeur » those who finance it. */
  #ties(node, edges) {
    const groups = new Map();
    for (const edge of edges) {
      const leaving = edge.source === node.id;
      const key = `${edge.role}|${leaving}`;
      const group = groups.get(key) ?? { label: edge.role_label || edge.role, leaving, items: [] };
      group.items.push({ id: leaving ? edge.target : edge.source, status: edge.status });
      groups.set(key, group);
    }
    return [...groups.values()].flatMap((group) => {
      const item = (tie) => h("li", {}, this.#choice(tie.id), " ", statusBadge(tie.status));
      const list = h("ul", {}, group.items.slice(0, SHOWN).map(item));
      const rest = group.items.slice(SHOWN);
      const more = rest.length
        ? h("button", { type: "button", onclick: (event) => { list.append(...rest.map(item)); event.currentTarget.remove(); } }, `Voir les ${number(rest.length)} autres`)
        : null;
      const title = `${group.leaving ? "Son rôle : " : ""}${group.label} (${number(group.items.length)})`;
      return [h("h4", {}, title), list, more];
    });
  }

  #statements(edges) {
    const facts = [...new Set(edges.flatMap((edge) => edge.facts ?? []))];
    if (!facts.length) return null;
    const list = h("ul", {});
    const note = h("p", { class: "small muted", role: "status" }, "Chargement…");
    const block = h("div", {}, h("h4", {}, "Ce que disent les sources"), list, note);
    this.request = new AbortController();
    this.#load(facts, 0, list, note, this.request.signal);
    return block;
  }

  async #load(facts, from, list, note, signal) {
    const part = facts.slice(from, from + FACTS_AT_ONCE);
    try {
      const response = await fetch(`${this.statementsUrl}?facts=${part.map(encodeURIComponent).join(",")}`, { signal, headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(String(response.status));
      const { items } = await response.json();
      list.append(...items.map((item) => h("li", {}, item.sentence, " ", statusBadge(item.status), " ", h("span", { class: "sources" }, (item.sources ?? []).map(sourceChip)))));
      const left = facts.length - from - part.length;
      if (left > 0) note.replaceChildren(h("button", { type: "button", onclick: () => this.#load(facts, from + part.length, list, note, signal) }, `Voir la suite (${number(left)} faits)`));
      else note.textContent = list.childElementCount ? "" : "Aucun énoncé trouvé pour ces liens.";
    } catch (error) {
      if (error.name !== "AbortError") note.textContent = "Les énoncés n’ont pas pu être chargés ; le tableau sous le graphe les donne aussi.";
    }
  }
}
