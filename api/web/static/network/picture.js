/**
 * The view as a picture made in the page: what is seen, with title, perimeter, legend, date, version and sources on it, as a PNG or an SVG
 * file or on paper.
 * One list of drawing steps is written once and given to a pen for canvas or to a pen for SVG.
 */
import { day, plural, printed } from "./dom.js";
import { COLORS, FONT, STATUSES, communityColor, look, shadeColor } from "./look.js";

const MARGIN = 32;
const LINE = 20;
const SMALL = 15;
/** How many documents the foot names by their titles; of more, it gives the numbers alone. */
const DOCUMENTS = 8;

/** Draws on a canvas. */
class CanvasPen {
  constructor(width, height, scale) {
    this.canvas = document.createElement("canvas");
    this.canvas.width = width * scale;
    this.canvas.height = height * scale;
    this.context = this.canvas.getContext("2d");
    this.context.scale(scale, scale);
    this.context.lineJoin = "round";
  }

  rect(x, y, width, height, color) {
    this.context.fillStyle = color;
    this.context.fillRect(x, y, width, height);
  }

  line(x1, y1, x2, y2, { color, width, dash, gap }) {
    const { context } = this;
    context.strokeStyle = color;
    context.lineWidth = width;
    context.setLineDash(gap ? [dash, gap] : []);
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
    context.stroke();
    context.setLineDash([]);
  }

  shape(x, y, size, { points, hollow }, color) {
    const { context } = this;
    context.beginPath();
    if (points) points.forEach(([px, py]) => context.lineTo(x + px * size, y + py * size));
    else context.arc(x, y, size, 0, 2 * Math.PI);
    context.closePath();
    context.strokeStyle = "#fff";
    context.lineWidth = 1.5;
    context.stroke();
    context.fillStyle = color;
    context.fill();
    if (hollow) this.shape(x, y, size * 0.55, { points }, "#fff");
  }

  ring(x, y, radius) {
    const { context } = this;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.strokeStyle = COLORS.ink;
    context.lineWidth = 2;
    context.stroke();
  }

  text(x, y, text, { size = 13, weight = 400, color = COLORS.ink, halo = false } = {}) {
    const { context } = this;
    context.font = `${weight} ${size}px ${FONT}`;
    if (halo) {
      context.strokeStyle = COLORS.paper;
      context.lineWidth = 3.5;
      context.strokeText(printed(text), x, y);
    }
    context.fillStyle = color;
    context.fillText(printed(text), x, y);
  }

  clip(x, y, width, height, inside) {
    this.context.save();
    this.context.beginPath();
    this.context.rect(x, y, width, height);
    this.context.clip();
    inside();
    this.context.restore();
  }

  file() {
    return new Promise((resolve) => this.canvas.toBlob(resolve, "image/png"));
  }
}

const escape = (text) => String(text).replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);
const round = (value) => Math.round(value * 10) / 10;

/** Writes SVG text. */
class SvgPen {
  constructor(width, height, scale, title) {
    this.parts = [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escape(FONT)}" role="img">`,
      `<title>${escape(title)}</title>`,
    ];
  }

  rect(x, y, width, height, color) {
    this.parts.push(`<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${color}"/>`);
  }

  line(x1, y1, x2, y2, { color, width, dash, gap }) {
    this.parts.push(`<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="${color}" stroke-width="${round(width)}"${gap ? ` stroke-dasharray="${dash} ${gap}"` : ""}/>`);
  }

  shape(x, y, size, { points, hollow }, color) {
    const paint = `fill="${color}" stroke="#fff" stroke-width="1"`;
    this.parts.push(points
      ? `<polygon points="${points.map(([px, py]) => `${round(x + px * size)},${round(y + py * size)}`).join(" ")}" ${paint}/>`
      : `<circle cx="${round(x)}" cy="${round(y)}" r="${round(size)}" ${paint}/>`);
    if (hollow) this.shape(x, y, size * 0.55, { points }, "#fff");
  }

  ring(x, y, radius) {
    this.parts.push(`<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}" fill="none" stroke="${COLORS.ink}" stroke-width="2"/>`);
  }

  text(x, y, text, { size = 13, weight = 400, color = COLORS.ink, halo = false } = {}) {
    const around = halo ? ` stroke="${COLORS.paper}" stroke-width="3.5" stroke-linejoin="round" paint-order="stroke"` : "";
    this.parts.push(`<text x="${round(x)}" y="${round(y)}" font-size="${size}" font-weight="${weight}" fill="${color}"${around}>${escape(printed(text))}</text>`);
  }

  clip(x, y, width, height, inside) {
    this.parts.push(`<clipPath id="stage"><rect x="${x}" y="${y}" width="${width}" height="${height}"/></clipPath><g clip-path="url(#stage)">`);
    inside();
    this.parts.push("</g>");
  }

  get source() {
    return `<?xml version="1.0" encoding="UTF-8"?>\n${this.parts.join("\n")}\n</svg>\n`;
  }

  async file() {
    return new Blob([this.source], { type: "image/svg+xml" });
  }
}

/** The graph as it stands on the screen, its corner at (left, top). */
function drawGraph(pen, { view, model }, left, top) {
  const { sigma } = view;
  const zoom = 1 / Math.sqrt(sigma.getCamera().ratio);
  const at = (id) => {
    const { x, y } = sigma.framedGraphToViewport(sigma.getNodeDisplayData(id));
    return { x: x + left, y: y + top };
  };
  const byRank = (a, b) => (a.data.zIndex ?? 1) - (b.data.zIndex ?? 1);
  const edges = [...view.visible.pairs.keys()].map((key) => ({ pair: model.pairs.get(key), data: sigma.getEdgeDisplayData(key) })).filter(({ data }) => data && !data.hidden);
  for (const { pair, data } of edges.sort(byRank)) {
    const [from, to] = [at(pair.source), at(pair.target)];
    pen.line(from.x, from.y, to.x, to.y, { color: data.color, width: Math.max(0.5, data.size * zoom), dash: data.dash, gap: data.gap });
  }
  const nodes = [...view.visible.nodes].map((id) => ({ id, data: sigma.getNodeDisplayData(id) }));
  for (const { id, data } of nodes.sort(byRank)) {
    const { x, y } = at(id);
    pen.shape(x, y, data.size * zoom, look(model.nodes.get(id).type), data.color);
  }
  const { names, rings } = view.names();
  for (const { x, y, size } of rings) pen.ring(x + left, y + top, size + 3.5);
  for (const { x, y, text, weight } of names) pen.text(x + left, y + top, text, { halo: true, weight });
}

/** What the legend says, as entries to lay in columns. */
function legend({ model, state, view }) {
  const types = new Set([...view.visible.nodes].map((id) => model.nodes.get(id).type));
  const statuses = new Set(view.visible.pairs.values());
  const entries = model.types.filter((entry) => types.has(entry.key)).map((entry) => ({ label: entry.label, shape: look(entry.key), color: state.colors === "types" ? look(entry.key).color : COLORS.ink }));
  for (const entry of model.statuses) if (statuses.has(entry.key)) entries.push({ label: `Lien ${STATUSES[entry.key]?.label.toLowerCase() ?? entry.key}`, line: STATUSES[entry.key] ?? STATUSES.actual });
  if (state.path.length) entries.push({ label: "Chemin", line: { color: COLORS.path, dash: 0, gap: 0 } });
  if (model.marks.size) entries.push({ label: "Intermédiaire", ring: true });
  if (state.size === model.measure?.id) entries.push({ label: `Taille : ${model.measure.label.toLowerCase()}`, shape: look("actor"), color: COLORS.ink });
  if (state.colors === "mesure") for (const [shade, label] of [[1, "Premiers rangs"], [0, "Derniers rangs"]]) entries.push({ label, shape: look("actor"), color: shadeColor(shade) });
  if (state.colors === "communautes") {
    for (const group of model.communities.slice(0, 9)) entries.push({ label: `${group.label[0].toUpperCase()}${group.label.slice(1)}`, shape: look("actor"), color: communityColor(group.rank) });
  }
  return entries;
}

function shorten(text, letters) {
  return text.length > letters ? `${text.slice(0, letters - 1)}…` : text;
}

/** What was put aside, so that nobody takes a part for the whole. */
function filtersSaid({ model, state, view }) {
  const all = view.visible.nodes.size === model.nodes.size && view.visible.edges.size === model.edges.size;
  const counts = `${plural(view.visible.nodes.size, "élément")}, ${plural(view.visible.edges.size, "lien")}`;
  if (all) return counts;
  const names = [...model.types, ...model.roles].filter((entry) => state.hidden.types.has(entry.key) || state.hidden.roles.has(entry.key)).map((entry) => entry.label);
  return `${counts} après filtres${names.length ? ` (sans : ${names.join(", ")})` : ""}`;
}

/** The view with all that a reader needs, drawn by a pen of a class that takes width, height, scale and title. */
function drawn(explorer, Pen, scale) {
  const { view, model, section } = explorer;
  const { payload } = model;
  const stage = view.sigma.getDimensions();
  const width = Math.max(640, stage.width + 2 * MARGIN);
  const entries = legend(explorer);
  const columns = Math.max(1, Math.floor((width - 2 * MARGIN) / 230));
  const top = 84;
  const under = top + stage.height + 24;
  const cited = payload.documents ?? [];
  const titled = cited.length <= DOCUMENTS ? cited.map(({ id, title }) => `${id} : ${title}`) : [];
  const foot = under + Math.ceil(entries.length / columns) * LINE + 26;
  const height = foot + 34 + titled.length * SMALL;
  const title = section.dataset.title;
  const pen = new Pen(width, height, scale, title);
  const letters = Math.floor((width - 2 * MARGIN) / 6.4);
  pen.rect(0, 0, width, height, COLORS.paper);
  pen.text(MARGIN, 40, shorten(title, Math.floor(letters / 1.8)), { size: 22, weight: 600 });
  pen.text(MARGIN, 64, shorten([payload.perimeter?.label, filtersSaid(explorer)].filter(Boolean).join(" · "), letters), { color: "#4a5464" });
  const left = (width - stage.width) / 2;
  pen.clip(left, top, stage.width, stage.height, () => drawGraph(pen, explorer, left, top));
  pen.line(MARGIN, under - 12, width - MARGIN, under - 12, { color: "#d8d3c7", width: 1 });
  entries.forEach((entry, index) => {
    const [x, y] = [MARGIN + (index % columns) * 230, under + 8 + Math.floor(index / columns) * LINE];
    if (entry.shape) pen.shape(x + 9, y, 6, entry.shape, entry.color);
    else if (entry.ring) pen.ring(x + 9, y, 6);
    else pen.line(x, y, x + 20, y, { ...entry.line, width: 2.5 });
    pen.text(x + 28, y + 4.5, shorten(entry.label, 26));
  });
  const said = [`Entrelacs, ${payload.date ? `données du ${day(payload.date)}` : "données"}, version ${payload.data_version ?? "inconnue"}`, cited.length ? `Documents : ${cited.map(({ id }) => id).join(", ")}` : null, "Licence Ouverte 2.0"];
  pen.text(MARGIN, foot, shorten(said.filter(Boolean).join(" · "), letters), { size: 12, color: "#4a5464" });
  pen.text(MARGIN, foot + 18, shorten(explorer.address(), letters), { size: 11, color: "#4a5464" });
  titled.forEach((line, index) => pen.text(MARGIN, foot + 36 + index * SMALL, shorten(line, letters), { size: 11, color: "#4a5464" }));
  return pen;
}

/** Make the file and hand it to the browser. @returns {Promise<string>} its name */
export async function download(explorer, format) {
  const pen = format === "svg" ? drawn(explorer, SvgPen, 1) : drawn(explorer, CanvasPen, 2);
  const words = explorer.section.dataset.title.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const name = `entrelacs-${words.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "")}.${format}`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await pen.file());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  return name;
}

/** The view as an SVG element, made at once: a page about to be printed does not wait. */
export function paper(explorer) {
  return new DOMParser().parseFromString(drawn(explorer, SvgPen, 1).source, "image/svg+xml").documentElement;
}
