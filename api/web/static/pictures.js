/**
 * A picture of a chart as a PNG file: the SVG that the API gives, painted on a canvas at twice its size.
 */
const SCALE = 2;

/** The name that the server gives the picture, without its ending. */
function nameOf(answer) {
  return /filename="(.+)\.svg"/.exec(answer.headers.get("content-disposition") ?? "")?.[1] ?? "entrelacs";
}

async function drawn(svg) {
  const image = new Image();
  image.src = URL.createObjectURL(svg);
  try {
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth * SCALE;
    canvas.height = image.naturalHeight * SCALE;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => canvas.toBlob((png) => (png ? resolve(png) : reject(new Error("canvas"))), "image/png"));
  } finally {
    URL.revokeObjectURL(image.src);
  }
}

/** Fetch the picture at an address, make the file and hand it to the browser. @returns {Promise<string>} its name */
export async function downloadPng(url) {
  const answer = await fetch(url, { headers: { accept: "image/svg+xml" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const png = await drawn(await answer.blob());
  const link = document.createElement("a");
  link.href = URL.createObjectURL(png);
  link.download = `${nameOf(answer)}.png`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  return link.download;
}
