/**
 * Draws a model with sigma: what is shown, faded or highlighted, and the camera. Positions are the server's; nothing is laid out here.
 */
import { Sigma } from "../vendor/sigma-graphology.min.js";
import { place } from "./labels.js";
import { COLORS, CROWDED, FONT, LARGE, STATUSES, communityColor, shadeColor } from "./look.js";
import { DashProgram, ShapeProgram } from "./programs.js";

const MANY = 500;
const LABEL_GAP = 9;
const still = matchMedia("(prefers-reduced-motion: reduce)");

/** The names, and the rings around the marked nodes: over the picture, in the order in which they matter. */
function drawNames(context, { names, rings }) {
  context.lineJoin = "round";
  for (const { x, y, size } of rings) {
    for (const [radius, width, color] of [[size + 3.5, 4, COLORS.paper], [size + 3.5, 2, COLORS.ink]]) {
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.strokeStyle = color;
      context.lineWidth = width;
      context.stroke();
    }
  }
  context.lineWidth = 3.5;
  context.strokeStyle = COLORS.paper;
  context.fillStyle = COLORS.ink;
  for (const { x, y, text, weight } of names) {
    context.font = `${weight} 13px ${FONT}`;
    context.strokeText(text, x, y);
    context.fillText(text, x, y);
  }
}

/** A name in a frame, for the node under the pointer and the selected one. */
function drawHover(context, data, settings) {
  context.beginPath();
  context.arc(data.x, data.y, data.size + 4.5, 0, 2 * Math.PI);
  context.strokeStyle = COLORS.ink;
  context.lineWidth = 2;
  context.stroke();
  if (!data.label) return;
  context.font = `600 ${settings.labelSize}px ${settings.labelFont}`;
  const width = context.measureText(data.label).width;
  const room = context.canvas.width / context.getTransform().a;
  const [after, before] = [data.x + data.size + LABEL_GAP, data.x - data.size - LABEL_GAP - width];
  const left = (after + width > room && before > 0 ? before : after) - 5;
  const height = settings.labelSize + 10;
  context.fillStyle = COLORS.ink;
  context.beginPath();
  context.roundRect(left, data.y - height / 2, width + 10, height, 4);
  context.fill();
  context.fillStyle = "#ffffff";
  context.fillText(data.label, left + 5, data.y + settings.labelSize / 3);
}

export class View {
  /**
   * @param {HTMLElement} container
   * @param {import("./model.js").Model} model
   * @param {object} state shared with explorer.js: hidden, selected, path, size, colors
   * @param {{node: Function, pair: Function, stage: Function, camera: Function}} on what to call
   */
  constructor(container, model, state, on) {
    Object.assign(this, { container, model, state, hovered: null });
    const total = model.nodes.size;
    this.large = total > LARGE;
    this.crowded = model.pairs.size > CROWDED;
    this.update();
    this.sigma = new Sigma(model.drawing, container, {
      allowInvalidContainer: true,
      defaultNodeType: "shape",
      defaultEdgeType: "dash",
      nodeProgramClasses: { shape: ShapeProgram },
      edgeProgramClasses: { dash: DashProgram },
      nodeReducer: (id, data) => this.#node(id, data),
      edgeReducer: (key, data) => this.#edge(key, data),
      renderLabels: false,
      defaultDrawNodeHover: drawHover,
      labelFont: FONT,
      labelSize: 13,
      enableEdgeEvents: !this.crowded,
      minEdgeThickness: this.crowded ? 0.8 : 1.5,
      minCameraRatio: 0.01,
      maxCameraRatio: 4,
      enableCameraRotation: false,
      stagePadding: 36,
      zIndex: true,
    });
    if (this.large) this.sigma.getNodeAtPosition = (at) => this.#under(at);
    this.#listen(on);
    this.sigma.scheduleRender(); // the first picture was drawn before anyone listened: it has no name yet
  }

  /** The node under a point of the stage, the last drawn where several are, as sigma would read it from the graphics card. */
  #under(point) {
    const { sigma } = this;
    const [at, aside] = [point, { x: point.x + 1, y: point.y + 1 }].map((one) => sigma.viewportToFramedGraph(one));
    const [across, down] = [1 / (aside.x - at.x), 1 / (aside.y - at.y)];
    const zoom = 1 / Math.sqrt(sigma.getCamera().ratio);
    let found = null;
    for (const [id, { x, y }] of this.#placed()) {
      const size = this.sizes.get(id);
      const away = Math.hypot((x - at.x) * across, (y - at.y) * down);
      if (away <= size * zoom + 1 && (!found || size >= found.size) && this.visible.nodes.has(id)) found = { id, size };
    }
    return found?.id ?? null;
  }

  #listen(on) {
    const { sigma, container } = this;
    sigma.on("clickNode", ({ node }) => on.node(node));
    sigma.on("clickEdge", ({ edge }) => on.pair(edge));
    sigma.on("clickStage", () => on.stage());
    sigma.on("enterNode", ({ node }) => this.#hover(node));
    sigma.on("leaveNode", () => this.#hover(null));
    sigma.on("enterEdge", () => container.classList.add("over"));
    sigma.on("leaveEdge", () => container.classList.remove("over"));
    sigma.getCamera().on("updated", () => on.camera());
    sigma.on("afterRender", () => drawNames(sigma.getCanvases().labels.getContext("2d"), this.names()));
  }

  /** Where each node lies in sigma's framed graph, read once: sigma copies all it knows of a node each time it is asked. */
  #placed() {
    this.places ??= new Map([...this.model.nodes.keys()].map((id) => [id, this.sigma.getNodeDisplayData(id)]).map(([id, { x, y }]) => [id, { x, y }]));
    return this.places;
  }

  /** The names to write and the nodes to ring, in pixels of the stage; those that matter most first. */
  names() {
    const { sigma, model } = this;
    const stage = sigma.getDimensions();
    const zoom = 1 / Math.sqrt(sigma.getCamera().ratio);
    const least = model.nodes.size > 250 && zoom < 1.5 ? 4.5 : 0;
    const [seen, rings, places] = [[], [], this.#placed()];
    for (const id of this.order) {
      const { x, y } = sigma.framedGraphToViewport(places.get(id));
      if (x < 0 || y < 0 || x > stage.width || y > stage.height) continue;
      const data = sigma.getNodeDisplayData(id);
      if (data.hidden || !data.label) continue;
      const node = { id, x, y, size: data.size * zoom, label: data.label, strong: Boolean(data.strong || data.forceLabel) };
      if (!this.near && (node.size < least || seen.length > MANY)) break;
      if (model.marks.has(id)) rings.push(node);
      if (node.strong || node.size >= least) seen.push(node);
    }
    const first = (node) => (node.strong ? 2 : model.marks.has(node.id) ? 1 : 0);
    return { names: place(seen.sort((a, b) => first(b) - first(a)), stage), rings };
  }

  #hover(node) {
    this.container.classList.toggle("over", node !== null);
    if (this.large) return; // repainting 20 000 nodes at each move of the pointer would be slow: the name is enough
    this.hovered = node;
    this.repaint();
  }

  /** Recompute what is visible and how large; called when filters or the measure change. */
  update() {
    this.visible = this.model.visible(this.state.hidden);
    this.narrow = this.container.clientWidth < 600;
    this.sizes = this.model.sizes(this.state.size, this.narrow ? 0.7 : 1);
    this.order = [...this.visible.nodes].sort((a, b) => this.sizes.get(b) - this.sizes.get(a));
    this.#focus();
  }

  refresh() {
    this.update();
    this.sigma.refresh();
  }

  /** Repaint highlights only. */
  repaint() {
    this.#focus();
    this.sigma.refresh({ skipIndexation: true });
  }

  /** What stands out: the node pointed at or selected with its neighbours, a selected line, a path. */
  #focus() {
    const { selected, path } = this.state;
    const node = this.hovered ?? selected?.node;
    this.pathPairs = new Set();
    for (let i = 1; i < path.length; i += 1) {
      const [a, b] = [path[i - 1], path[i]];
      this.pathPairs.add(a < b ? `${a}|${b}` : `${b}|${a}`);
    }
    if (node) this.near = new Set([node, ...this.model.neighbours(node)]);
    else if (selected?.pair) {
      const { source, target } = this.model.pairs.get(selected.pair);
      this.near = new Set([source, target]);
    } else this.near = path.length ? new Set(path) : null;
    this.center = node ?? null;
  }

  #node(id, data) {
    if (!this.visible.nodes.has(id)) {
      data.hidden = true;
      return data;
    }
    data.size = this.sizes.get(id);
    data.color = this.color(id) ?? data.color;
    const onPath = this.state.path.includes(id);
    if (id === this.state.selected?.node) data.highlighted = true;
    if (this.near && !this.near.has(id) && !onPath) {
      data.color = COLORS.faded;
      data.label = null;
      data.zIndex = 0;
    } else if (this.near) {
      data.zIndex = 2;
      data.strong = id === this.center || onPath;
      data.forceLabel = data.strong || this.near.size < (this.narrow ? 7 : 25);
    }
    return data;
  }

  /** The colour that the wished colours give a node, or null for that of its type. */
  color(id) {
    if (this.state.colors === "communautes") return communityColor(this.model.communityOf.get(id)?.rank ?? 99);
    return this.state.colors === "mesure" ? shadeColor(this.model.shade(id)) : null;
  }

  #edge(key, data) {
    const status = this.visible.pairs.get(key);
    if (!status) {
      data.hidden = true;
      return data;
    }
    const style = STATUSES[status] ?? STATUSES.actual;
    data.dash = style.dash;
    data.gap = style.gap;
    data.color = this.crowded && status === "actual" ? "#d0d4d9" : style.color;
    if (this.pathPairs.has(key)) {
      Object.assign(data, { color: COLORS.path, size: Math.max(data.size, 3), zIndex: 3 });
    } else if (this.near) {
      const { source, target } = this.model.pairs.get(key);
      const chosen = this.center ? source === this.center || target === this.center : key === this.state.selected?.pair;
      if (chosen) Object.assign(data, { color: status === "actual" || status === "past" ? COLORS.near : style.color, size: data.size + 0.8, zIndex: 2 });
      else Object.assign(data, { color: COLORS.fadedEdge, zIndex: 0 });
    }
    return data;
  }

  #move(target) {
    const camera = this.sigma.getCamera();
    if (still.matches) camera.setState({ ...camera.getState(), ...target });
    else camera.animate(target, { duration: 250 });
  }

  /** Where the camera stands, as an address says it: in the picture as the server laid it out, before any turn. */
  get camera() {
    const { x, y, ratio } = this.sigma.getCamera().getState();
    return this.model.upright ? { x: 1 - y, y: x, ratio } : { x, y, ratio };
  }

  set camera({ x, y, ratio }) {
    const turned = this.model.upright ? { x: y, y: 1 - x } : { x, y };
    this.sigma.getCamera().setState({ ...turned, ratio, angle: 0 });
  }

  zoom(factor) {
    this.#move({ ratio: Math.min(4, Math.max(0.01, this.sigma.getCamera().ratio * factor)) });
  }

  fit() {
    this.#move({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
  }

  /** Bring these nodes into the picture. */
  frame(ids) {
    const points = ids.map((id) => this.sigma.getNodeDisplayData(id)).filter(Boolean);
    if (!points.length) return;
    const [xs, ys] = [points.map((p) => p.x), points.map((p) => p.y)];
    const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const ratio = Math.min(1, Math.max(0.2, 2 * Math.max(right - left, high - low)));
    this.#move({ x: (left + right) / 2, y: (low + high) / 2, ratio });
  }

  /** When one of the nodes is out of sight or under the side panel, bring them to the middle of what is free. */
  reveal(ids, { right = 0, bottom = 0 } = {}) {
    const places = ids.map((id) => this.sigma.getNodeDisplayData(id)).filter(Boolean);
    if (!places.length) return;
    const size = this.sigma.getDimensions();
    const [width, height] = [size.width - right, size.height - bottom];
    const inside = ({ x, y }) => x > 30 && x < width - 30 && y > 30 && y < height - 30;
    if (places.every((place) => inside(this.sigma.framedGraphToViewport(place)))) return;
    const middle = this.sigma.viewportToFramedGraph({ x: width / 2, y: height / 2 });
    const camera = this.sigma.getCamera();
    const mean = (axis) => places.reduce((sum, place) => sum + place[axis], 0) / places.length;
    this.#move({ x: camera.x + mean("x") - middle.x, y: camera.y + mean("y") - middle.y });
  }
}
