/**
 * Draws a model with sigma: what is shown, faded or highlighted, and the camera. Positions are the server's; nothing is laid out here.
 */
import { Sigma } from "../vendor/sigma-graphology.min.js";
import { COLORS, FONT, STATUSES, communityColor, labelStart } from "./look.js";
import { DashProgram, ShapeProgram } from "./programs.js";

const LARGE = 3000;
const LABEL_GAP = 9;
const still = matchMedia("(prefers-reduced-motion: reduce)");

/** The width of a picture in the unit of its pen. */
const room = (context) => context.canvas.width / context.getTransform().a;

/** A name with a halo of paper, legible over edges. */
function drawLabel(context, data, settings) {
  if (!data.label) return;
  context.font = `${data.strong ? 600 : 400} ${settings.labelSize}px ${settings.labelFont}`;
  context.lineJoin = "round";
  context.lineWidth = 3.5;
  context.strokeStyle = COLORS.paper;
  context.fillStyle = COLORS.ink;
  const x = labelStart(data.x, data.size + LABEL_GAP, context.measureText(data.label).width, room(context));
  const y = data.y + settings.labelSize / 3;
  context.strokeText(data.label, x, y);
  context.fillText(data.label, x, y);
}

/** The same in a frame, for the node under the pointer and the selected one. */
function drawHover(context, data, settings) {
  context.beginPath();
  context.arc(data.x, data.y, data.size + 4.5, 0, 2 * Math.PI);
  context.strokeStyle = COLORS.ink;
  context.lineWidth = 2;
  context.stroke();
  if (!data.label) return;
  context.font = `600 ${settings.labelSize}px ${settings.labelFont}`;
  const width = context.measureText(data.label).width;
  const left = labelStart(data.x, data.size + LABEL_GAP, width, room(context)) - 5;
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
   * @param {object} state shared with explorer.js: hidden, selected, path, size, communities
   * @param {{node: Function, pair: Function, stage: Function, camera: Function}} on what to call
   */
  constructor(container, model, state, on) {
    Object.assign(this, { container, model, state, hovered: null });
    const total = model.nodes.size;
    this.large = total > LARGE;
    this.crowded = model.pairs.size > 5000;
    this.update();
    this.sigma = new Sigma(model.drawing, container, {
      allowInvalidContainer: true,
      defaultNodeType: "shape",
      defaultEdgeType: "dash",
      nodeProgramClasses: { shape: ShapeProgram },
      edgeProgramClasses: { dash: DashProgram },
      nodeReducer: (id, data) => this.#node(id, data),
      edgeReducer: (key, data) => this.#edge(key, data),
      defaultDrawNodeLabel: drawLabel,
      defaultDrawNodeHover: drawHover,
      labelFont: FONT,
      labelSize: 13,
      labelDensity: total > LARGE ? 0.35 : 0.6,
      labelGridCellSize: 140,
      labelRenderedSizeThreshold: total > 8000 ? 5 : total > 1500 ? 6 : total > 250 ? 7 : 4,
      hideEdgesOnMove: this.crowded,
      hideLabelsOnMove: total > 1500,
      enableEdgeEvents: !this.crowded,
      minEdgeThickness: this.crowded ? 0.8 : 1.5,
      minCameraRatio: 0.01,
      maxCameraRatio: 4,
      enableCameraRotation: false,
      stagePadding: 36,
      zIndex: true,
    });
    this.#listen(on);
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
    if (this.state.communities) {
      const group = this.model.communities.get(this.model.nodes.get(id).community);
      data.color = communityColor(group?.rank ?? 99);
    }
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
    const ratio = Math.min(1, Math.max(0.15, 1.6 * Math.max(right - left, high - low)));
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
