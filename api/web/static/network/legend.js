/**
 * The legend, which is also the filters: types with their shapes, roles, statuses with their lines; then what sizes, colours and rings mean;
 * and the same filters applied to the rows of the table under the graph.
 */
import { h, number, plural, s } from "./dom.js";
import { STATUSES, communityColor, shadeColor } from "./look.js";
import { sign } from "./panel.js";

const COLORED = 9;

const line = ({ color, dash, gap }) =>
  s("svg", { viewBox: "0 0 22 10", "aria-hidden": "true", focusable: "false" },
    s("line", { x1: 0, y1: 5, x2: 22, y2: 5, stroke: color, "stroke-width": 2.5, "stroke-dasharray": gap ? `${dash} ${gap}` : null }));

export class Legend {
  /**
   * @param {HTMLElement} element where it is drawn
   * @param {import("./model.js").Model} model
   * @param {object} state
   * @param {Function} changed called after a box was ticked
   */
  constructor(element, model, state, changed) {
    Object.assign(this, { element, model, state, changed });
    this.draw();
  }

  draw() {
    const { model, state } = this;
    const groups = [
      this.#group("Types", "types", model.types, (entry) => sign(entry.key, state.colors === "types" ? undefined : "#4a5464"), (entry) => entry.label),
      this.#group("Rôles", "roles", model.roles, null, (entry) => entry.label),
      this.#group("Statuts", "statuses", model.statuses, (entry) => line(STATUSES[entry.key] ?? STATUSES.actual), (entry) => STATUSES[entry.key]?.label ?? entry.key),
      state.colors === "communautes" ? this.#communities() : null,
      model.measure && state.size === model.measure.id ? this.#measure() : null,
      model.marks.size ? this.#marks() : null,
    ];
    this.element.replaceChildren(...groups.filter(Boolean));
  }

  #group(title, name, entries, key, label) {
    if (!entries.length) return null;
    const hidden = this.state.hidden[name];
    const boxes = entries.map((entry) => {
      const box = h("input", { type: "checkbox", value: entry.key, checked: !hidden.has(entry.key), onchange: () => {
        if (box.checked) hidden.delete(entry.key);
        else hidden.add(entry.key);
        this.changed();
      } });
      return h("label", { class: "check" }, box, key ? h("span", { class: "key" }, key(entry)) : null, label(entry), h("span", { class: "n" }, number(entry.count)));
    });
    const set = (on) => {
      for (const entry of entries) {
        if (on) hidden.delete(entry.key);
        else hidden.add(entry.key);
      }
      for (const box of list.querySelectorAll("input")) box.checked = on;
      this.changed();
    };
    const list = h("div", entries.length > 10 ? { class: "scroll-list", tabindex: 0, role: "group", "aria-label": title } : {}, boxes);
    const tools = entries.length > 4
      ? h("p", { class: "small graph-all" }, h("button", { type: "button", class: "plain", onclick: () => set(true) }, "tout"), " · ", h("button", { type: "button", class: "plain", onclick: () => set(false) }, "rien"))
      : null;
    return h("fieldset", { "data-filter": name }, h("legend", {}, title), tools, list);
  }

  #block(title, ...content) {
    return h("div", {}, h("p", { class: "graph-legend-title" }, title), ...content);
  }

  #communities() {
    const { communities, reading } = this.model;
    const items = communities.slice(0, COLORED).map((group) => h("li", { class: "check" }, h("span", { class: "key" }, sign("actor", communityColor(group.rank))),
      `${group.rank + 1}. ${group.label}`, h("span", { class: "n" }, number(group.size))));
    const rest = communities.length - items.length;
    return this.#block("Communautés (couleurs)", h("ul", { class: "graph-communities" }, items),
      h("p", { class: "small muted" }, `${rest > 0 ? `Et ${plural(rest, "autre")}, en gris. ` : ""}${reading} D’après les liens effectifs de tout le périmètre.`));
  }

  #measure() {
    const { label, explanation, not_said: unsaid, ascending, page, remark } = this.model.measure;
    const scale = this.state.colors === "mesure"
      ? h("p", { class: "graph-scale" }, h("span", { class: "key" }, sign("actor", shadeColor(0))), "derniers rangs ", h("span", { class: "key" }, sign("actor", shadeColor(1))), "premiers rangs")
      : null;
    return this.#block(`${label} (taille)`, scale,
      h("p", { class: "small muted" }, `${explanation} ${ascending ? "Grand : valeur basse. " : ""}Mesurée sur les liens effectifs de tout le périmètre, avant ces filtres. ${remark}`),
      h("details", { class: "small" }, h("summary", {}, "Ce qu’elle ne dit pas"), unsaid, " ", h("a", { href: page }, "Le classement")));
  }

  #marks() {
    const names = [...this.model.marks.keys()].map((id) => this.model.nodes.get(id)?.label).filter(Boolean);
    const ring = s("svg", { viewBox: "0 0 16 16", "aria-hidden": "true", focusable: "false" }, s("circle", { cx: 8, cy: 8, r: 6.5, fill: "none", stroke: "#1b2330", "stroke-width": 2 }));
    return this.#block("Intermédiaires (anneau)", h("p", { class: "small" }, h("span", { class: "key" }, ring), ` ${names.join(", ")}.`));
  }
}

/** Say how much is shown. */
export function summary(model, visible) {
  const all = visible.nodes.size === model.nodes.size && visible.edges.size === model.edges.size;
  if (all) return `${plural(model.nodes.size, "élément")}, ${plural(model.edges.size, "lien")}.`;
  return `${number(visible.nodes.size)} sur ${plural(model.nodes.size, "élément")}, ${number(visible.edges.size)} sur ${plural(model.edges.size, "lien")} : le tableau est filtré de même.`;
}

const ROWS = ":is(tr, li)[data-edge], :is(tr, li)[data-node], :is(tr, li)[data-role], :is(tr, li)[data-type], :is(tr, li)[data-status]";

/** The rows of the equivalent table, hidden and marked as the graph is. */
export class TwinTable {
  constructor(root, model) {
    this.model = model;
    this.rows = root ? [...root.querySelectorAll(ROWS)] : [];
    this.empty = h("p", { class: "nothing", role: "status", hidden: true }, "Aucune ligne ne répond à ces filtres : recochez un type, un rôle ou un statut.");
    if (root) (root.closest(".scroll") ?? root).after(this.empty);
  }

  #shown({ edge, node, role, type, status }, visible, hidden) {
    if (edge && this.model.edges.has(edge)) return visible.edges.has(edge);
    if (node && this.model.nodes.has(node)) return visible.nodes.has(node);
    return !hidden.roles.has(role) && !hidden.types.has(type) && !hidden.statuses.has(status);
  }

  apply(visible, state) {
    let shown = 0;
    for (const row of this.rows) {
      const keep = this.#shown(row.dataset, visible, state.hidden);
      if (row.hidden === keep) row.hidden = !keep;
      if (keep) shown += 1;
    }
    this.empty.hidden = shown > 0 || !this.rows.length;
  }

  mark({ selected }) {
    const pair = selected?.pair;
    for (const row of this.rows) {
      const { edge, node } = row.dataset;
      const tied = edge ? this.model.edges.get(edge) : null;
      const chosen = selected && (tied ? tied.pair === pair || tied.source === selected.node || tied.target === selected.node : node === selected.node && node !== undefined);
      row.classList.toggle("selected", Boolean(chosen));
    }
  }
}
