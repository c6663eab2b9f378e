/**
 * The view written into the page's address and read back from it, so that a link shows the same thing to a colleague.
 * Only what differs from the plain view is written, beside the page's own parameters:
 * sans_types, sans_roles, sans_statuts (put aside), noeud or lien (selected), taille (egale, or the id of a measure), couleurs
 * (communautes or mesure), vue (camera), path (ids of a way).
 */

const LISTS = { types: "sans_types", roles: "sans_roles", statuses: "sans_statuts" };
const OWN = [...Object.values(LISTS), "noeud", "lien", "taille", "couleurs", "vue", "path"];

const list = (text) => (text ? text.split(",").filter(Boolean) : []);

/** @returns the state that an address asks for; what it names and neither the graph nor `measures` (ids) hold is left aside. */
export function read(search, model, measures) {
  const query = new URLSearchParams(search);
  const state = { hidden: {}, selected: null, size: query.get("taille") ?? "liens", colors: query.get("couleurs") ?? "types", camera: null };
  for (const [name, parameter] of Object.entries(LISTS)) state.hidden[name] = new Set(list(query.get(parameter)));
  if (!["liens", "egale", ...measures].includes(state.size)) state.size = "liens";
  if (!(state.colors === "communautes" || (state.colors === "mesure" && measures.includes(state.size)))) state.colors = "types";
  state.path = list(query.get("path")).filter((id) => model.nodes.has(id));
  const [node, pair] = [query.get("noeud"), query.get("lien")];
  if (node && model.nodes.has(node)) state.selected = { node };
  else if (pair && model.pairs.has(pair)) state.selected = { pair };
  const camera = (query.get("vue") ?? "").split("_").map(Number);
  if (camera.length === 3 && camera.every(Number.isFinite) && camera[2] > 0) state.camera = { x: camera[0], y: camera[1], ratio: camera[2] };
  return state;
}

/** The query of this state, laid over the parameters of `search`. */
export function write(state, camera, search) {
  const query = new URLSearchParams(search);
  for (const name of OWN) query.delete(name);
  for (const [name, parameter] of Object.entries(LISTS)) {
    if (state.hidden[name].size) query.set(parameter, [...state.hidden[name]].sort().join(","));
  }
  if (state.selected?.node) query.set("noeud", state.selected.node);
  if (state.selected?.pair) query.set("lien", state.selected.pair);
  if (state.size !== "liens") query.set("taille", state.size);
  if (state.colors !== "types") query.set("couleurs", state.colors);
  if (state.path.length) query.set("path", state.path.join(","));
  const moved = Math.abs(camera.x - 0.5) > 0.001 || Math.abs(camera.y - 0.5) > 0.001 || Math.abs(camera.ratio - 1) > 0.001;
  if (moved) query.set("vue", [camera.x, camera.y, camera.ratio].map((value) => Number(value.toFixed(4))).join("_"));
  const text = query.toString().replaceAll("%2C", ",").replaceAll("%2F", "/");
  return text ? `?${text}` : "";
}
