/**
 * One graph on a page: holds the state (filters, selection, path, measure) and keeps picture, panel, legend, table and address in step.
 */
import { combobox } from "../combobox.js";
import { copy, debounce, fold, h, plural } from "./dom.js";
import { listen } from "./keyboard.js";
import { Legend, TwinTable, summary } from "./legend.js";
import { look } from "./look.js";
import { Model } from "./model.js";
import { Panel } from "./panel.js";
import * as permalink from "./permalink.js";
import { View } from "./view.js";

const wide = matchMedia("(min-width: 56rem)");

export class Explorer {
  /**
   * @param {HTMLElement} section made by the macro graph_view
   * @param {object} payload
   * @param {boolean} inAddress whether this graph writes its state into the page's address (the first of a page does)
   */
  constructor(section, payload, inAddress) {
    this.section = section;
    this.inAddress = inAddress;
    this.model = new Model(payload);
    this.state = permalink.read(inAddress ? location.search : "", this.model);
    this.view = new View(this.part("canvas"), this.model, this.state, {
      node: (id) => this.select({ node: id }, { open: true, focus: true }),
      pair: (key) => this.select({ pair: key }, { open: true, focus: true }),
      stage: () => this.close(),
      camera: debounce(() => this.save(), 250),
    });
    this.panel = new Panel(this.part("panel"), this.model, {
      statementsUrl: section.dataset.statements,
      measureLabel: section.dataset.measure,
      visible: () => this.view.visible,
      choose: (id) => this.select({ node: id }, { open: true, focus: true }),
      close: () => this.close(true),
    });
    const table = section.dataset.table ? document.getElementById(section.dataset.table) : null;
    this.table = new TwinTable(table, this.model);
    this.legend = new Legend(this.part("legend"), this.model, this.state, () => this.filter());
    this.#tools();
    this.#share();
    listen(this.part("canvas"), this.view, {
      current: () => this.state.selected?.node ?? null,
      step: (id) => id && this.select({ node: id }, { open: this.panel.open }),
      open: (id) => this.select({ node: id }, { open: true, focus: true }),
      close: () => this.close(true),
    });
    this.#start();
  }

  part(name) {
    return this.section.querySelector(`[data-part="${name}"]`);
  }

  /** Put the state read from the address on the picture. */
  #start() {
    const { state, view } = this;
    if (!wide.matches) this.part("filters").open = false;
    this.part("perimeter").textContent = this.caption();
    if (state.camera) view.sigma.getCamera().setState({ ...state.camera, angle: 0 });
    else if (state.path.length) view.frame(state.path);
    this.#shown();
    if (state.selected) this.select(state.selected, { open: true, keepView: Boolean(state.camera) });
  }

  caption() {
    const { perimeter, date, data_version: version } = this.model.payload;
    return [perimeter?.label, date && `données du ${date}`, version && `version ${version}`].filter(Boolean).join(", ");
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
    const { view, state, model } = this;
    this.part("zoom-in").onclick = () => view.zoom(1 / 1.5);
    this.part("zoom-out").onclick = () => view.zoom(1.5);
    this.part("fit").onclick = () => view.fit();
    const size = this.part("size");
    const measure = size.querySelector('[value="mesure"]');
    measure.hidden = measure.disabled = !model.hasMeasure;
    size.value = state.size;
    size.onchange = () => {
      state.size = size.value;
      view.refresh();
      this.save();
    };
    const communities = this.part("communities");
    communities.hidden = model.communities.size < 2;
    communities.setAttribute("aria-pressed", String(state.communities));
    communities.onclick = () => {
      state.communities = !state.communities;
      communities.setAttribute("aria-pressed", String(state.communities));
      view.repaint();
      this.legend.draw();
      this.save();
    };
    combobox(this.part("search"), {
      find: (words) => model.find(words, view.visible, fold),
      what: (node) => node.kind_label || look(node.type).label,
      empty: "Aucun nœud visible ne porte ce nom : vérifiez les filtres, ou cherchez dans tout le site.",
      pick: (node) => {
        this.select({ node: node.id }, { open: true, focus: true });
        view.frame([node.id, ...model.neighbours(node.id)].filter((id) => view.visible.nodes.has(id)));
      },
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

  /** The full address of this view, on this page or on another (the iframe's). */
  address(page = this.section.dataset.pageUrl || location.href) {
    const url = new URL(page, location.href);
    url.hash = "";
    if (this.state.path.length) url.searchParams.set("path", this.state.path.join(","));
    return url.origin + url.pathname + permalink.write(this.state, this.view.sigma.getCamera().getState(), url.search);
  }

  save() {
    if (!this.inAddress || !this.view) return;
    const query = permalink.write(this.state, this.view.sigma.getCamera().getState(), location.search);
    if (query !== location.search) history.replaceState(history.state, "", location.pathname + query + location.hash);
  }
}
