/**
 * Starts the graphs of a page: every section[data-graph] made by the macro graph_view. The data and the drawing code are asked for
 * at the same time; where WebGL is missing, a sentence says so and the table below stays.
 */

function hasWebGL() {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("webgl2") ?? canvas.getContext("webgl");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return Boolean(context && window.WebGL2RenderingContext);
}

function say(section, text) {
  const message = section.querySelector('[data-part="message"]');
  message.textContent = text;
  message.hidden = false;
  section.querySelector('[data-part="body"]').hidden = true;
  section.dataset.state = "failed";
}

async function load(address) {
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`${response.status}`);
  return response.json();
}

async function start(section, first) {
  if (!hasWebGL()) {
    say(section, "Votre navigateur n’affiche pas les graphiques WebGL : le graphe ne peut pas être dessiné. Le tableau ci-dessous contient les mêmes acteurs, liens et sources.");
    return;
  }
  const body = section.querySelector('[data-part="body"]');
  body.hidden = false;
  const code = import("./network/explorer.js");
  code.catch(() => {}); // said below, together with the data's own failure
  try {
    const [payload, { Explorer }] = await Promise.all([load(section.dataset.payload), code]);
    if (!payload.nodes.length) {
      say(section, "Aucun lien à dessiner dans ce périmètre. Élargissez le territoire, le secteur ou la période.");
      section.dataset.state = "empty";
      return;
    }
    section.querySelector('[data-part="loading"]').textContent = `Dessin de ${payload.nodes.length.toLocaleString("fr-FR")} éléments…`;
    section.explorer = await Explorer.open(section, payload, first);
    section.querySelector('[data-part="loading"]').hidden = true;
    section.dataset.state = "ready";
    performance.mark("graph-ready");
  } catch (error) {
    console.warn("graph", error);
    say(section, "Le graphe n’a pas pu être chargé. Le tableau ci-dessous contient les mêmes acteurs, liens et sources ; vous pouvez aussi recharger la page.");
  }
}

document.querySelectorAll("section[data-graph]").forEach((section, index) => start(section, index === 0));
