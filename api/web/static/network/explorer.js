/**
 * One graph on a page: holds the state (filters, selection, way, sizes, colours) and keeps picture, panel, legend, table and address in
 * step. Sizes and colours by a measure or by communities are asked for in scales.js, the way between two nodes in way.js.
 */
import { combobox } from "../combobox.js";
import { breath, copy, day, debounce, fold, h, plural, printed } from "./dom.js";
import { listen } from "./keyboard.js";
import { Legend, TwinTable, summary } from "./legend.js";
import { look } from "./look.js";
import { Model } from "./model.js";
import { Panel } from "./panel.js";
import * as permalink from "./permalink.js";
import { Scales } from "./scales.js";
import { View } from "./view.js";
import { Way } from "./way.js";

const wide = matchMedia("(min-width: 56rem)");

export class Explorer {
  /** Make the model of a payload and its graph, and let the page answer in between. */
  static async open(section, payload, inAddress) {
    await breath();
    const canvas = section.querySelector('[data-part="canvas"]');
    const model = new Model(payload, canvas.clientHeight > 0.9 * canvas.clientWidth);
    section.classList.toggle("upright", model.upright);
    await breath();
    return new Explorer(section, model, inAddress);
  }

  /**
   * @param {HTMLElement} section made by the macro graph_view
   * @param {Model} model
   * @param {boolean} inAddress whether this graph writes its state into the page's address (the first of a page does)
   */
  constructor(section, model, inAddress) {
    this.section = section;
    this.inAddress = inAddress;
    this.model = model;
    this.scales = new Scales(this);
    this.state = permalink.read(inAddress ? location.search : "", this.model, this.scales.measures);
    this.view = new View(this.part("canvas"), this.model, this.state, {
      node: (id) => this.select({ node: id }, { open: true, focus: true }),
      pair: (key) => this.select({ pair: key }, { open: true, focus: true }),
      stage: () => this.close(),
      camera: debounce(() => this.save(), 250),
    });
    this.panel = new Panel(this.part("panel"), this.model, {
      statementsUrl: section.dataset.statements,
      visible: () => this.view.visible,
      standing: (id) => this.scales.standing(id),
      way: (id) => this.way.from(id),
      choose: (id) => this.select({ node: id }, { open: true, focus: true }),
      close: () => this.close(true),
    });
    const table = section.dataset.table ? document.getElementById(section.dataset.table) : null;
    this.table = new TwinTable(table, this.model);
    this.legend = new Legend(this.part("legend"), this.model, this.state, () => this.filter());
    this.way = new Way(this);
    this.#tools();
    this.#share();
    listen(this.part("canvas"), this.view, {
      current: () => this.state.selected?.node ?? null,
      step: (id) => id && this.select({ node: id }, { open: this.panel.open }),
      open: (id) => this.select({ node: id }, { open: true, focus: true }),
      close: () => this.close(true),
    });
    this.#start();
    this.#print();
  }

  part(name) {
    return this.section.querySelector(`[data-part="${name}"]`);
  }

  /** Put the state read from the address on the picture. */
  #start() {
    const { state, view } = this;
    if (!wide.matches) this.part("filters").open = false;
    this.part("perimeter").textContent = printed(this.caption());
    if (state.camera) view.camera = state.camera;
    else if (state.path.length) view.frame(state.path);
    this.#shown();
    if (state.selected) this.select(state.selected, { open: true, keepView: Boolean(state.camera) });
    this.scales.start();
    this.way.say();
  }

  caption() {
    const { perimeter, date, data_version: version } = this.model.payload;
    return [perimeter?.label, date && `données du ${day(date)}`, version && `version ${version}`].filter(Boolean).join(", ");
  }

  /** Paint again with other sizes or colours, and say them in the legend, the panel and the address. */
  dress() {
    this.view.refresh();
    this.legend.draw();
    if (this.panel.open) this.#openPanel(false);
    this.save();
  }

  filter() {
    this.view.refresh();
    const { selected } = this.state;
    if (selected && !(this.view.visible.nodes.has(selected.node) || this.view.visible.pairs.has(selected.pair))) this.close();
    else if (this.panel.open) this.#openPanel(false);
    this.#shown();
    this.save();
  }

  #shown() {
    this.table.apply(this.view.visible, this.state);
    this.part("count").textContent = summary(this.model, this.view.visible);
  }

  select(selected, { open = false, focus = false, keepView = false } = {}) {
    this.state.selected = selected;
    this.view.repaint();
    this.table.mark(this.state);
    if (open) this.#openPanel(focus);
    const pair = selected.pair ? this.model.pairs.get(selected.pair) : null;
    if (!keepView) this.view.reveal(pair ? [pair.source, pair.target] : [selected.node], this.#covered());
    if (selected.node) {
      const node = this.model.nodes.get(selected.node);
      this.part("live").textContent = `${node.label}, ${node.kind_label || look(node.type).label}, ${plural(node.edges.length, "lien")}`;
    }
    this.save();
  }

  /** What the open panel hides of the stage: its right side, or its lower part on a phone. */
  #covered() {
    if (!this.panel.open) return {};
    const { offsetWidth, offsetHeight } = this.part("panel");
    return wide.matches ? { right: offsetWidth } : { bottom: offsetHeight };
  }

  #openPanel(focus) {
    const { selected } = this.state;
    if (selected.node) this.panel.showNode(selected.node, focus);
    else this.panel.showPair(selected.pair, focus);
  }

  close(giveFocus = false) {
    if (!this.state.selected && !this.panel.open) return;
    this.state.selected = null;
    this.panel.hide();
    this.view.repaint();
    this.table.mark(this.state);
    if (giveFocus) this.part("canvas").focus({ preventScroll: true });
    this.save();
  }

  #tools() {
    const { view, model } = this;
    this.part("zoom-in").onclick = () => view.zoom(1 / 1.5);
    this.part("zoom-out").onclick = () => view.zoom(1.5);
    this.part("fit").onclick = () => view.fit();
    this.finder(this.part("search"), (node) => {
      this.select({ node: node.id }, { open: true, focus: true });
      view.frame([node.id, ...model.neighbours(node.id)].filter((id) => view.visible.nodes.has(id)));
    });
  }

  /** Make a field complete the names of the visible nodes. */
  finder(input, pick) {
    combobox(input, {
      find: (words) => this.model.find(words, this.view.visible, fold),
      what: (node) => node.kind_label || look(node.type).label,
      empty: "Aucun élément visible ne porte ce nom : vérifiez les filtres, ou cherchez dans tout le site.",
      pick,
    });
  }

  #share() {
    this.part("share").hidden = false;
    const said = this.part("shared");
    this.part("copy").onclick = async () => {
      this.save();
      said.textContent = (await copy(this.address())) ? "Lien copié : il rouvre cette vue." : `Lien : ${this.address()}`;
    };
    for (const format of ["png", "svg"]) {
      this.part(format).onclick = async () => {
        const { download } = await import("./picture.js");
        said.textContent = `Image enregistrée : ${await download(this, format)}`;
      };
    }
    const button = this.part("embed");
    if (!button) return;
    const block = this.part("embed-code");
    button.onclick = () => {
      block.hidden = !block.hidden;
      button.setAttribute("aria-expanded", String(!block.hidden));
      if (block.hidden) return;
      const frame = h("iframe", { src: this.address(this.section.dataset.embedUrl), title: this.section.dataset.title, width: "100%", height: "640", loading: "lazy" });
      const area = block.querySelector("textarea");
      area.value = frame.outerHTML;
      area.focus();
      area.select();
    };
  }

  /** On paper a picture stands for the canvas, which the browser empties as the page takes the width of the sheet. */
  async #print() {
    const [{ paper }, place] = [await import("./picture.js"), this.part("paper")];
    addEventListener("beforeprint", () => place.replaceChildren(paper(this)));
    addEventListener("afterprint", () => place.replaceChildren());
  }

  /** The full address of this view, on this page or on another (the iframe's). */
  address(page = this.section.dataset.pageUrl || location.href) {
    const url = new URL(page, location.href);
    url.hash = "";
    return url.origin + url.pathname + permalink.write(this.state, this.view.camera, url.search);
  }

  save() {
    if (!this.inAddress || !this.view) return;
    const query = permalink.write(this.state, this.view.camera, location.search);
    if (query !== location.search) history.replaceState(history.state, "", location.pathname + query + location.hash);
  }
}
