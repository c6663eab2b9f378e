/**
 * The graph by keyboard: arrows go to the neighbour that lies that way (or to the nearest node, when there is none),
 * Enter opens the sheet, + and − zoom, 0 shows all, Home goes to the most linked node, Esc closes.
 */

const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The node that lies best in a direction: near, and not too far aside. Null when none lies that way. */
function toward(view, from, candidates, [dx, dy]) {
  const here = view.sigma.graphToViewport(view.model.drawing.getNodeAttributes(from));
  let best = null;
  for (const id of candidates) {
    if (id === from || !view.visible.nodes.has(id)) continue;
    const there = view.sigma.graphToViewport(view.model.drawing.getNodeAttributes(id));
    const ahead = (there.x - here.x) * dx + (there.y - here.y) * dy;
    const aside = Math.abs((there.x - here.x) * dy) + Math.abs((there.y - here.y) * dx);
    if (ahead <= 0.5 || aside > 2.5 * ahead) continue;
    const cost = ahead + 2 * aside;
    if (!best || cost < best.cost) best = { id, cost };
  }
  return best?.id ?? null;
}

function mostLinked({ visible, model }) {
  let best = null;
  for (const id of visible.nodes) {
    if (!best || model.nodes.get(id).edges.length > model.nodes.get(best).edges.length) best = id;
  }
  return best;
}

/**
 * @param {HTMLElement} canvas the focusable stage
 * @param {import("./view.js").View} view
 * @param {{step: Function, open: Function, close: Function, current: Function}} on
 */
export function listen(canvas, view, on) {
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const current = on.current();
    const actions = {
      "+": () => view.zoom(1 / 1.5),
      "=": () => view.zoom(1 / 1.5),
      "-": () => view.zoom(1.5),
      0: () => view.fit(),
      Home: () => on.step(mostLinked(view)),
      Enter: () => current && on.open(current),
      " ": () => current && on.open(current),
      Escape: () => on.close(),
    };
    const way = WAYS[event.key];
    if (way) {
      const next = current
        ? toward(view, current, view.model.neighbours(current), way) ?? toward(view, current, view.visible.nodes, way)
        : mostLinked(view);
      if (next) on.step(next);
    } else if (actions[event.key]) actions[event.key]();
    else return;
    event.preventDefault();
  });
}
