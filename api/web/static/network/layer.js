/**
 * What takes long to draw, drawn by slices into a picture kept beside the canvas: that picture follows the camera at each frame, at the cost
 * of one rectangle, and gives way to the next once this one is whole. The page answers between two slices, however slow the graphics are.
 */

const VERTEX = /* glsl */ `#version 300 es
uniform vec2 u_scale;
uniform vec2 u_offset;
out vec2 v_at;
void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  v_at = corner;
  gl_Position = vec4((2.0 * corner - 1.0) * u_scale + u_offset, 0.0, 1.0);
}`;

const FRAGMENT = /* glsl */ `#version 300 es
precision mediump float;
uniform sampler2D u_picture;
in vec2 v_at;
out vec4 color;
void main() { color = texture(u_picture, v_at); }`;

/** How many signs or lines a first slice holds; later ones hold more or fewer, as the card gives them back in time or late (ms). */
const SLICE = 2000;
const [LEAST, MOST] = [500, 64000];
const [QUICK, SLOW] = [24, 60];
/** How long after a move a picture that still moves is looked at again, in ms. */
const SETTLED = 120;

function compile(gl) {
  const program = gl.createProgram();
  for (const [type, source] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]]) {
    const shader = gl.createShader(type);
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  const uniform = (name) => gl.getUniformLocation(program, name);
  return { program, scale: uniform("u_scale"), offset: uniform("u_offset") };
}

export class Layer {
  /**
   * @param {WebGL2RenderingContext} gl
   * @param {Function} draw (params, framebuffer, start, count): draw some items in a framebuffer
   * @param {Function} again ask for another frame
   */
  constructor(gl, draw, again) {
    Object.assign(this, { gl, draw, again, slice: SLICE, shown: this.#picture(gl), next: this.#picture(gl), copy: compile(gl) });
  }

  #picture(gl) {
    const [texture, framebuffer] = [gl.createTexture(), gl.createFramebuffer()];
    gl.bindTexture(gl.TEXTURE_2D, texture);
    for (const [name, value] of [["MIN_FILTER", "LINEAR"], ["MAG_FILTER", "LINEAR"], ["WRAP_S", "CLAMP_TO_EDGE"], ["WRAP_T", "CLAMP_TO_EDGE"]]) {
      gl.texParameteri(gl.TEXTURE_2D, gl[`TEXTURE_${name}`], gl[value]);
    }
    return { texture, framebuffer, key: "", matrix: null };
  }

  /** Show what is drawn, for these parameters; at rest, start to draw it anew where it no longer is what they ask for. */
  render(params, total, version, moving) {
    const key = [version, total, params.width, params.height, params.pixelRatio, ...params.matrix].join();
    clearTimeout(this.timer);
    if (moving) {
      this.next.key = "";
      this.timer = setTimeout(this.again, SETTLED);
    } else if (this.shown.key !== key && this.next.key !== key) {
      this.#begin(this.next, params, key);
      this.#advance(key, params, total, 0);
    }
    this.#show(this.shown, params);
    return this.shown.key === key;
  }

  /** Draw a slice, then another when the card has done this one, as long as this picture is the one that is asked for. */
  #advance(key, params, total, start) {
    const { gl, next } = this;
    const count = Math.min(this.slice, total - start);
    this.draw(params, next.framebuffer, start, count);
    const [sent, fence] = [performance.now(), gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0)];
    gl.flush();
    const look = () => {
      if (next.key !== key || gl.isContextLost()) return;
      if (gl.getSyncParameter(fence, gl.SYNC_STATUS) !== gl.SIGNALED) {
        requestAnimationFrame(look);
        return;
      }
      gl.deleteSync(fence);
      this.#pace(performance.now() - sent);
      if (start + count < total) this.#advance(key, params, total, start + count);
      else {
        [this.shown, this.next] = [next, { ...this.shown, key: "" }];
        this.again();
      }
    };
    requestAnimationFrame(look);
  }

  #pace(took) {
    if (took < QUICK) this.slice = Math.min(MOST, 2 * this.slice);
    else if (took > SLOW) this.slice = Math.max(LEAST, Math.round(this.slice / 2));
  }

  #begin(picture, { width, height, pixelRatio, matrix }, key) {
    const { gl } = this;
    Object.assign(picture, { key, matrix: Float32Array.from(matrix) });
    gl.bindTexture(gl.TEXTURE_2D, picture.texture);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, width * pixelRatio, height * pixelRatio, 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
    gl.bindFramebuffer(gl.FRAMEBUFFER, picture.framebuffer);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, picture.texture, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
  }

  /** Copy a picture to the canvas, moved and scaled from the camera that it was drawn for to the present one. */
  #show({ texture, matrix: drawn }, { matrix, width, height, pixelRatio }) {
    if (!drawn) return;
    const { gl, copy } = this;
    const [across, down] = [matrix[0] / drawn[0], matrix[4] / drawn[4]];
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.viewport(0, 0, width * pixelRatio, height * pixelRatio);
    gl.enable(gl.BLEND);
    gl.useProgram(copy.program);
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.uniform2f(copy.scale, across, down);
    gl.uniform2f(copy.offset, matrix[6] - across * drawn[6], matrix[7] - down * drawn[7]);
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  }
}
