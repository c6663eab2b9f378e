/**
 * How things look in the graph: one shape and one colour a type, line styles by status, colours of communities.
 * The page's CSS (.shape-…) and the WebGL program (programs.js) draw the same shapes.
 */

const polygon = (count, turn, radius) =>
  Array.from({ length: count }, (_, i) => {
    const angle = turn + (2 * Math.PI * i) / count;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });

const SQUARE = [[-0.86, -0.86], [0.86, -0.86], [0.86, 0.86], [-0.86, 0.86]];
const PLUS = [[-0.38, -1], [0.38, -1], [0.38, -0.38], [1, -0.38], [1, 0.38], [0.38, 0.38], [0.38, 1], [-0.38, 1], [-0.38, 0.38], [-1, 0.38], [-1, -0.38], [-0.38, -0.38]];

/** Outlines in a unit circle, y downwards; null is a disc. `code` is what the shader switches on. */
const SHAPES = {
  disc: { code: 0, points: null },
  ring: { code: 1, points: null, hollow: true },
  square: { code: 2, points: SQUARE },
  frame: { code: 3, points: SQUARE, hollow: true },
  up: { code: 4, points: polygon(3, -Math.PI / 2, 1.24) },
  diamond: { code: 5, points: polygon(4, 0, 1.13) },
  hexagon: { code: 6, points: polygon(6, 0, 1.02) },
  plus: { code: 7, points: PLUS },
  down: { code: 8, points: polygon(3, Math.PI / 2, 1.24) },
};

const TYPES = {
  actor: { label: "Acteurs", shape: "disc", color: "#1663a6" },
  person: { label: "Personnes et fonctions", shape: "ring", color: "#505a68" },
  scheme: { label: "Dispositifs", shape: "square", color: "#b5400d" },
  edition: { label: "Éditions", shape: "frame", color: "#b5400d" },
  place: { label: "Lieux", shape: "up", color: "#00735c" },
  project: { label: "Projets", shape: "diamond", color: "#8a3d84" },
  body: { label: "Instances", shape: "plus", color: "#2f3c4f" },
  filiere: { label: "Filières", shape: "hexagon", color: "#7a5200" },
  territory: { label: "Territoires", shape: "down", color: "#5d6b1f" },
};

/** Label, colour and shape of a type; an unknown one is a grey disc under its own name. */
export function look(type) {
  const known = TYPES[type] ?? { label: type, shape: "disc", color: "#6b6b6b" };
  return { ...known, ...SHAPES[known.shape] };
}

export const TYPE_ORDER = Object.keys(TYPES);

/** Line styles: `dash` and `gap` in pixels (0: a full line). */
export const STATUSES = {
  actual: { label: "Effectif", color: "#8d97a5", dash: 0, gap: 0 },
  planned: { label: "Prévu", color: "#a8761d", dash: 7, gap: 5 },
  past: { label: "Passé", color: "#c4c2bc", dash: 0, gap: 0 },
  excluded: { label: "Exclu", color: "#b7475a", dash: 2, gap: 4 },
};

export const STATUS_ORDER = Object.keys(STATUSES);

/** Nine colours that colour-blind people tell apart by lightness too; the tenth group and the rest are grey. */
const COMMUNITY_COLORS = ["#0b4f8a", "#c4570c", "#00806a", "#8f3f97", "#7a5f00", "#4aa3d8", "#d977a8", "#6aa84f", "#3b3b3b"];

export const communityColor = (rank) => COMMUNITY_COLORS[rank] ?? "#8c8c8c";

/** Above so many nodes, or so many lines, a graph is drawn by slices and finds what is under the pointer by itself. */
export const LARGE = 3000;
export const CROWDED = 5000;

export const COLORS = { faded: "#dedbd3", fadedEdge: "#ebe9e3", near: "#5b6675", path: "#c2410c", ink: "#1b2330", paper: "#fdfcfa" };
export const FONT = 'system-ui, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", "DejaVu Sans", Arial, sans-serif';

/** From pale (0, the last ranks) to dark (1, the first): one hue whose lightness tells the order; null has no value. */
export function shadeColor(shade) {
  if (shade === null) return "#b9b4a8";
  const [pale, dark] = [[190, 214, 232], [7, 44, 92]];
  const mix = pale.map((part, i) => Math.round(part + (dark[i] - part) * shade ** 1.6));
  return `#${mix.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
