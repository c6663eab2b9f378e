/**
 * Where names are written: the most important first, each beside its sign, none over another. Used by the picture on the screen and
 * by the files made from it.
 */
import { FONT } from "./look.js";

const SIZE = 13;
const HEIGHT = 17;
const GAP = 4;
const LETTERS = 42;
/** Square pixels that one name may claim on the average. */
const ROOM = 15000;
/** Signs of this radius and more are not written over; the first so many names are written whatever small signs they cover. */
const BIG = 8;
const FIRST = 12;

const ruler = document.createElement("canvas").getContext("2d");
const widths = new Map();

/** The width of a text in pixels, measured once. */
function widthOf(text, weight) {
  const key = `${weight}|${text}`;
  if (!widths.has(key)) {
    ruler.font = `${weight} ${SIZE}px ${FONT}`;
    widths.set(key, ruler.measureText(text).width);
  }
  return widths.get(key);
}

const short = (text) => (text.length > LETTERS ? `${text.slice(0, LETTERS - 1).trimEnd()}…` : text);

const meets = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

const around = (x, y, size) => ({ left: x - size, right: x + size, top: y - size, bottom: y + size });

/** The places that a name may take around a sign: right, left, under, over. */
function places({ x, y, size }, width) {
  const far = size + GAP;
  return [
    { left: x + far, top: y - HEIGHT / 2 },
    { left: x - far - width, top: y - HEIGHT / 2 },
    { left: x - width / 2, top: y + far - 1 },
    { left: x - width / 2, top: y - far - HEIGHT + 1 },
  ].map((place) => ({ ...place, right: place.left + width, bottom: place.top + HEIGHT }));
}

const inside = (box, { width, height }) => box.left >= 2 && box.top >= 0 && box.right <= width - 2 && box.bottom <= height;

/**
 * @param {{id: string, x: number, y: number, size: number, label: string, strong: boolean}[]} nodes on the screen, in pixels, the most
 *   important first
 * @param {{width: number, height: number}} stage
 * @returns {{id: string, x: number, y: number, text: string, weight: number}[]} names with the left end of their base line
 */
export function place(nodes, stage) {
  const most = Math.ceil((stage.width * stage.height) / ROOM);
  const signs = nodes.slice(0, most).filter((node) => node.size >= BIG).map((node) => ({ id: node.id, ...around(node.x, node.y, node.size - 1) }));
  const made = [];
  const written = [];
  nodes.forEach((node, turn) => {
    if (made.length >= most && !node.strong) return;
    const weight = node.strong ? 600 : 400;
    const text = node.strong ? node.label : short(node.label);
    const free = places(node, widthOf(text, weight)).filter((box) => inside(box, stage) && !written.some((other) => meets(box, other)));
    const covers = (box) => signs.filter((sign) => sign.id !== node.id && meets(box, sign)).length;
    const [box] = free.map((one) => ({ ...one, covers: covers(one) })).sort((a, b) => a.covers - b.covers);
    if (!box || (box.covers && turn >= FIRST && !node.strong)) return;
    written.push(box);
    made.push({ id: node.id, x: box.left, y: box.top + HEIGHT - 4.5, text, weight });
  });
  return made;
}
