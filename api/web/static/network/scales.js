/**
 * Sizes and colours that the server computes on what is drawn: a measure, communities. Asked for when wished, once each; a measure is
 * drawn at once and its rank intervals follow, since they take longer.
 */
import { fold, rounded } from "./dom.js";

export class Scales {
  /** @param {import("./explorer.js").Explorer} explorer */
  constructor(explorer) {
    this.explorer = explorer;
    this.size = explorer.part("size");
    this.colors = explorer.part("colors");
    this.said = explorer.part("scale");
    this.measures = [...this.size.querySelectorAll("optgroup option")].map((option) => option.value);
  }

  /** Put what the address asks for on the picture, and listen to the fields. */
  start() {
    const { state } = this.explorer;
    this.size.onchange = () => this.#set({ size: this.size.value });
    this.colors.onchange = () => this.#set({ colors: this.colors.value });
    [this.size.value, this.colors.value] = [state.size, state.colors];
    if (state.size === "liens" && state.colors === "types") this.explorer.save(); // so it is drawn already
    else this.#set({ size: state.size, colors: state.colors });
  }

  async #set(wished) {
    const { state, model } = this.explorer;
    Object.assign(state, wished);
    const byMeasure = this.measures.includes(state.size);
    if (!byMeasure && state.colors === "mesure") state.colors = "types";
    this.colors.querySelector('[value="mesure"]').disabled = !byMeasure;
    [this.size.value, this.colors.value] = [state.size, state.colors];
    this.said.textContent = "";
    const { size, colors } = state;
    const overtaken = () => state.size !== size || state.colors !== colors; // another choice was made meanwhile: it draws
    try {
      if (colors === "communautes" && !model.communities.length) model.setCommunities(await this.#ask("communities"));
      if (byMeasure && !overtaken() && model.measure?.id !== size) await this.#measure(size);
    } catch {
      if (overtaken()) return;
      this.said.textContent = "Le calcul n’a pas abouti ; rechargez la page pour recommencer.";
      Object.assign(state, { size: "liens", colors: "types" });
      [this.size.value, this.colors.value] = ["liens", "types"];
      this.explorer.dress();
      return;
    }
    if (!overtaken()) this.explorer.dress();
  }

  async #measure(id) {
    const { state, model } = this.explorer;
    this.said.textContent = "Calcul…";
    const ranks = await this.#ask(`measures/${id}`, { rounds: "0" });
    if (state.size !== id) return;
    model.setMeasure(ranks);
    this.said.textContent = model.measure.known.length ? "" : "La mesure n’est définie pour aucun élément de ce réseau.";
    const intervals = this.#ask(`measures/${id}`);
    intervals.then((answer) => {
      if (state.size !== id) return;
      model.setMeasure(answer);
      this.size.dataset.intervals = id;
      this.explorer.dress();
    }, () => {}); // the ranks stay without their intervals
  }

  /** The answer about the very network that is drawn. */
  async #ask(path, more = {}) {
    const url = new URL(this.explorer.section.dataset.payload, location.href);
    url.pathname += `/${path}`;
    url.searchParams.delete("brokers");
    for (const [name, value] of Object.entries(more)) url.searchParams.set(name, value);
    const response = await fetch(url, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(String(response.status));
    return response.json();
  }

  /** What the panel says of a node: its value and rank, its community, whether it stands between others. */
  standing(id) {
    const { model, state } = this.explorer;
    const told = [];
    if (model.marks.has(id)) told.push(`${model.marks.get(id)[0].toUpperCase()}${model.marks.get(id).slice(1)} de ce réseau : il en relie d’autres qui ne se rencontrent pas sans lui.`);
    if (this.measures.includes(state.size) && model.measure) told.push(this.#rank(model, id));
    const group = state.colors === "communautes" ? model.communityOf.get(id) : null;
    if (group) told.push(`Communauté ${group.rank + 1}, ${group.label} (${group.size} éléments).`);
    return told;
  }

  #rank(model, id) {
    const { label, unit, defined } = model.measure;
    const found = model.measured(id);
    if (!found) return `${label} : pas définie pour cet élément.`;
    const { value, rank, low, high } = found;
    const between = low === null ? "" : low === high ? ", et y reste quand des liens ou un document manquent" : `, entre ${low} et ${high} quand des liens ou un document manquent`;
    const counted = fold(label).includes(fold(unit)) ? "" : ` (${unit})`;
    return `${label} : ${rounded(value)}${counted}. Rang ${rank} sur ${defined}${between}.`;
  }
}
