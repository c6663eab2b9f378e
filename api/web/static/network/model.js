/**
 * The payload made ready for drawing: nodes with their ties, edges between the same two nodes joined into one drawn line,
 * and what is visible under a set of filters. Knows nothing of the page nor of WebGL.
 */
import { Graph } from "../vendor/sigma-graphology.min.js";
import { printed } from "./dom.js";
import { STATUS_ORDER, TYPE_ORDER, look } from "./look.js";

/** The order in which a line that stands for several edges takes its status: the most real one wins. */
const strongest = (edges) => STATUS_ORDER.find((status) => edges.some((edge) => edge.status === status)) ?? "actual";

const pairKey = (edge) => (edge.source < edge.target ? `${edge.source}|${edge.target}` : `${edge.target}|${edge.source}`);

function extent(nodes, axis) {
  const values = nodes.map((node) => node[axis] ?? 0);
  return values.reduce((most, value) => Math.max(most, value), -Infinity) - values.reduce((least, value) => Math.min(least, value), Infinity);
}

function count(items, key, label) {
  const found = new Map();
  for (const item of items) {
    const entry = found.get(item[key]);
    if (entry) entry.count += 1;
    else found.set(item[key], { key: item[key], label: label(item), count: 1 });
  }
  return [...found.values()];
}

export class Model {
  /**
   * @param {object} payload the JSON of a network, whose nodes and edges become the model's own: nodes, edges, perimeter, data_version, date, sources.
   * @param {boolean} narrow whether the stage is not wider than high, as on a phone: a picture that is wider is then turned by a quarter
   */
  constructor(payload, narrow = false) {
    this.payload = payload;
    this.upright = narrow && extent(payload.nodes, "x") > 1.2 * extent(payload.nodes, "y");
    this.nodes = new Map(payload.nodes.map((node) => [node.id, Object.assign(node, { edges: [] })]));
    this.edges = new Map();
    this.pairs = new Map();
    for (const raw of payload.edges) this.#addEdge(raw);
    this.types = count(payload.nodes, "type", (node) => look(node.type).label);
    this.types.sort((a, b) => TYPE_ORDER.indexOf(a.key) - TYPE_ORDER.indexOf(b.key));
    this.roles = count(this.edges.values(), "role", (edge) => edge.role_label || edge.role).sort((a, b) => b.count - a.count);
    this.statuses = count(this.edges.values(), "status", (edge) => edge.status);
    this.statuses.sort((a, b) => STATUS_ORDER.indexOf(a.key) - STATUS_ORDER.indexOf(b.key));
    this.marks = new Map((payload.marks ?? []).map((mark) => [mark.id, mark.label]));
    this.communities = [];
    this.communityOf = new Map();
    this.measure = null;
    this.drawing = this.#draw();
  }

  #addEdge(raw) {
    const source = this.nodes.get(raw.source);
    const target = this.nodes.get(raw.target);
    if (!source || !target) return;
    const edge = Object.assign(raw, { status: raw.status || "actual", pair: pairKey(raw) });
    this.edges.set(edge.id, edge);
    source.edges.push(edge);
    if (target !== source) target.edges.push(edge);
    const pair = this.pairs.get(edge.pair);
    if (pair) pair.edges.push(edge);
    else this.pairs.set(edge.pair, { key: edge.pair, source: raw.source, target: raw.target, edges: [edge] });
  }

  /** Take the answer of /api/network/communities: groups from the largest, each with its members. */
  setCommunities({ items, reading }) {
    this.communities = items.map(({ number, label, size, members }) => ({ rank: number - 1, label, size, ids: members.map((member) => member.id) }));
    this.communityOf = new Map(this.communities.flatMap((group) => group.ids.map((id) => [id, group])));
    this.reading = reading;
  }

  /** Take the answer of /api/network/measures/{name}: value, rank and interval of each node that has one. */
  setMeasure({ measure, values, defined, remark }) {
    const told = new Map(Object.entries(values).map(([id, [value, rank, low, high]]) => [id, { value, rank, low, high }]));
    const known = [...told.values()].map(({ value }) => value).filter((value) => value !== null).sort((a, b) => (measure.ascending ? b - a : a - b));
    this.measure = { ...measure, told, known, defined, remark };
  }

  /** How a node stands in the measure, or null where it has no value. */
  measured(id) {
    const found = this.measure?.told.get(id);
    return found && found.value !== null ? found : null;
  }

  /** From 0 to 1: the share of the others that rank after a node; null where it has no value. Ranks spread where values crowd. */
  shade(id) {
    const found = this.measured(id);
    if (!found) return null;
    const { known } = this.measure;
    return known.length > 1 ? known.indexOf(found.value) / (known.length - 1) : 1;
  }

  #draw() {
    const drawing = new Graph({ type: "undirected", multi: false });
    for (const node of [...this.nodes.values()].sort((a, b) => a.edges.length - b.edges.length)) { // the largest lie on top
      const { code, color } = look(node.type);
      const [x, y] = [node.x ?? 0, node.y ?? 0];
      drawing.addNode(node.id, { ...(this.upright ? { x: y, y: -x } : { x, y }), label: printed(node.label), type: "shape", shape: code, color, size: 4 });
    }
    for (const pair of this.pairs.values()) {
      if (pair.source === pair.target) continue;
      const weight = pair.edges.reduce((sum, edge) => sum + (edge.weight ?? 1), 0);
      drawing.addEdgeWithKey(pair.key, pair.source, pair.target, { type: "dash", size: 0.5 + 0.35 * Math.log2(1 + Math.max(0, weight)) });
    }
    return drawing;
  }

  neighbours(id) {
    return this.drawing.neighbors(id);
  }

  /**
   * What remains when some roles, types and statuses are put aside. A node that had ties and keeps none of the wished roles
   * and statuses goes too: a filtered picture shows the network of the filter.
   * @param {{roles: Set, types: Set, statuses: Set}} hidden
   */
  visible(hidden) {
    const wished = (edge) => !hidden.roles.has(edge.role) && !hidden.statuses.has(edge.status);
    const nodes = new Set();
    for (const node of this.nodes.values()) {
      if (!hidden.types.has(node.type) && (node.edges.length === 0 || node.edges.some(wished))) nodes.add(node.id);
    }
    const edges = new Set();
    const pairs = new Map();
    for (const pair of this.pairs.values()) {
      if (!nodes.has(pair.source) || !nodes.has(pair.target)) continue;
      const kept = pair.edges.filter(wished);
      if (!kept.length) continue;
      for (const edge of kept) edges.add(edge.id);
      pairs.set(pair.key, strongest(kept));
    }
    return { nodes, edges, pairs };
  }

  /** Sizes in pixels: by "liens" (number of ties), by the measure, or "egale"; `scale` shrinks them on a phone. */
  sizes(wished, scale = 1) {
    const weight = this.#weight(wished);
    let top = 0;
    for (const node of this.nodes.values()) top = Math.max(top, weight(node));
    const total = this.nodes.size;
    const [least, most] = (total > 8000 ? [1.2, 9] : total > 1500 ? [2, 12] : total > 250 ? [3, 14] : [4.5, 18]).map((size) => size * scale);
    const base = wished === "egale" ? (least + most) / 3 : least;
    return new Map([...this.nodes.values()].map((node) => [node.id, top ? base + (most - base) * Math.sqrt(weight(node) / top) : base]));
  }

  /** What a node's area grows with; of a measure whose first rank is the lowest value, how far below the highest it stands. */
  #weight(wished) {
    if (wished === "egale") return () => 0;
    if (wished === "liens" || wished !== this.measure?.id) return (node) => node.edges.length;
    const { ascending, known } = this.measure;
    return (node) => {
      const found = this.measured(node.id);
      return found ? Math.max(0, ascending ? known[0] - found.value : found.value) : 0;
    };
  }

  /** A shortest way between two nodes over visible ties, by the most tied where several are as short; null when there is none. */
  way(from, to, visible) {
    const before = new Map([[from, null]]);
    for (let border = [from]; border.length && !before.has(to); ) {
      const next = [];
      for (const id of border) {
        for (const near of this.neighbours(id)) {
          if (before.has(near) || !visible.pairs.has(pairKey({ source: id, target: near }))) continue;
          before.set(near, id);
          next.push(near);
        }
      }
      border = next.sort((a, b) => this.nodes.get(b).edges.length - this.nodes.get(a).edges.length);
    }
    if (!before.has(to)) return null;
    const ids = [];
    for (let id = to; id !== null; id = before.get(id)) ids.unshift(id);
    return ids;
  }

  /** Nodes whose name contains the words, the most linked first. */
  find(words, visible, fold, limit = 8) {
    const parts = fold(words).split(/\s+/).filter(Boolean);
    if (!parts.length) return [];
    const found = [];
    for (const node of this.nodes.values()) {
      node.folded ??= fold(node.label);
      if (visible.nodes.has(node.id) && parts.every((part) => node.folded.includes(part))) found.push(node);
    }
    return found.sort((a, b) => b.edges.length - a.edges.length).slice(0, limit);
  }
}
