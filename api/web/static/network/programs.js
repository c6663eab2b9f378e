/**
 * Two WebGL programs for sigma: nodes with a shape by type, edges that may be dashed by status.
 * Both follow sigma 3's own NodeCircleProgram and EdgeRectangleProgram (MIT, see ../vendor/VENDOR.md).
 */
import { EdgeRectangleProgram, NodeCircleProgram } from "../vendor/sigma-graphology.min.js";
import { Layer } from "./layer.js";
import { CROWDED, LARGE } from "./look.js";

const FLOAT = 0x1406;

const NODE_VERTEX = /* glsl */ `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_position;
attribute float a_size;
attribute float a_shape;
attribute float a_angle;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_correctionRatio;
varying vec4 v_color;
varying vec2 v_point;
varying float v_pixel;
varying float v_shape;
const float bias = 255.0 / 254.0;
void main() {
  float radius = a_size * u_correctionRatio / u_sizeRatio * 2.0;
  vec2 corner = 2.8 * vec2(cos(a_angle), sin(a_angle));
  gl_Position = vec4((u_matrix * vec3(a_position + radius * corner, 1)).xy, 0, 1);
  v_point = corner;
  v_pixel = u_correctionRatio * 2.0 / max(radius, 1e-9);
  v_shape = a_shape;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
}`;

const NODE_FRAGMENT = /* glsl */ `
precision highp float;
varying vec4 v_color;
varying vec2 v_point;
varying float v_pixel;
varying float v_shape;
float triangle(vec2 p) { return max(-p.y, 0.866 * abs(p.x) + 0.5 * p.y) - 0.62; }
float outline(vec2 p, float shape) {
  vec2 q = abs(p);
  if (shape < 1.5) return length(p) - 1.0;
  if (shape < 3.5) return max(q.x, q.y) - 0.86;
  if (shape < 4.5) return triangle(p);
  if (shape < 5.5) return (q.x + q.y) * 0.7071 - 0.8;
  if (shape < 6.5) return max(0.866 * q.x + 0.5 * q.y, q.y) - 0.88;
  if (shape < 7.5) return max(min(q.x, q.y) - 0.38, max(q.x, q.y) - 1.0);
  return triangle(vec2(p.x, -p.y));
}
void main(void) {
  float d = outline(v_point, v_shape);
  #ifdef PICKING_MODE
  gl_FragColor = d > v_pixel ? vec4(0.0) : v_color;
  #else
  float inside = 1.0 - smoothstep(-0.5 * v_pixel, 0.5 * v_pixel, d);
  float halo = 1.0 - smoothstep(0.6 * v_pixel, 1.6 * v_pixel, d);
  bool hollow = (v_shape > 0.5 && v_shape < 1.5) || (v_shape > 2.5 && v_shape < 3.5);
  float hole = hollow ? 1.0 - smoothstep(-0.5 * v_pixel, 0.5 * v_pixel, d + 0.42) : 0.0;
  vec4 paper = vec4(1.0, 1.0, 1.0, 1.0);
  vec4 fill = mix(v_color, paper, hole);
  gl_FragColor = mix(paper * halo, fill, inside);
  #endif
}`;

/** Whether the picture is being dragged, zoomed or glides: as sigma tells it. */
function isMoving({ camera, mouseCaptor, touchCaptor }) {
  return camera.isAnimated() || mouseCaptor.isMoving || Boolean(mouseCaptor.draggedEvents || mouseCaptor.currentWheelDirection) || touchCaptor.isMoving;
}

/** A program that draws more than `most` items by slices (layer.js), and leaves the pointer's place among them to view.js. */
const sliced = (Program, most) =>
  class extends Program {
    version = 0;

    process(...told) {
      this.version += 1;
      super.process(...told);
    }

    render(params) {
      const { normalProgram, capacity, renderer } = this;
      if (capacity <= most || !(normalProgram.gl instanceof WebGL2RenderingContext)) {
        super.render(params);
        return;
      }
      this.layer ??= new Layer(normalProgram.gl, (...slice) => this.#draw(...slice), () => renderer.scheduleRender());
      this.whole = this.layer.render(params, capacity, this.version, isMoving(renderer));
    }

    #draw(params, frameBuffer, start, count) {
      const { array, capacity, STRIDE } = this;
      const program = { ...this.normalProgram, frameBuffer };
      this.array = array.subarray(start * STRIDE, (start + count) * STRIDE);
      this.capacity = count;
      program.gl.viewport(0, 0, params.width * params.pixelRatio, params.height * params.pixelRatio);
      this.bindProgram(program);
      this.renderProgram(params, program);
      this.unbindProgram(program);
      Object.assign(this, { array, capacity });
    }
  };

/** Nodes with `shape`, a code of look.js; drawn in the order of the graph. */
export class ShapeProgram extends sliced(NodeCircleProgram, LARGE) {
  getDefinition() {
    const definition = super.getDefinition();
    return {
      ...definition,
      VERTEX_SHADER_SOURCE: NODE_VERTEX,
      FRAGMENT_SHADER_SOURCE: NODE_FRAGMENT,
      ATTRIBUTES: [...definition.ATTRIBUTES, { name: "a_shape", size: 1, type: FLOAT }],
    };
  }

  processVisibleItem(nodeIndex, start, data) {
    super.processVisibleItem(nodeIndex, start, data);
    this.array[start + 5] = data.shape;
  }
}

const EDGE_VERTEX = /* glsl */ `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_normal;
attribute float a_normalCoef;
attribute vec2 a_positionStart;
attribute vec2 a_positionEnd;
attribute float a_positionCoef;
attribute vec2 a_dash;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_zoomRatio;
uniform float u_pixelRatio;
uniform float u_correctionRatio;
uniform float u_minEdgeThickness;
uniform float u_feather;
uniform vec2 u_viewport;
varying vec4 v_color;
varying vec2 v_normal;
varying float v_thickness;
varying float v_feather;
varying float v_along;
varying vec2 v_dash;
const float bias = 255.0 / 254.0;
void main() {
  vec2 normal = a_normal * a_normalCoef;
  vec2 position = mix(a_positionStart, a_positionEnd, a_positionCoef);
  float normalLength = length(normal);
  vec2 unitNormal = normal / normalLength;
  float pixelsThickness = max(normalLength, u_minEdgeThickness * u_sizeRatio);
  float thickness = pixelsThickness * u_correctionRatio / u_sizeRatio;
  gl_Position = vec4((u_matrix * vec3(position + unitNormal * thickness, 1)).xy, 0, 1);
  vec2 span = (u_matrix * vec3(a_positionEnd - a_positionStart, 0)).xy * u_viewport * 0.5;
  v_along = a_positionCoef * length(span);
  v_dash = a_dash;
  v_thickness = thickness / u_zoomRatio;
  v_normal = unitNormal;
  v_feather = u_feather * u_correctionRatio / u_zoomRatio / u_pixelRatio * 2.0;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
}`;

const EDGE_FRAGMENT = /* glsl */ `
precision mediump float;
varying vec4 v_color;
varying vec2 v_normal;
varying float v_thickness;
varying float v_feather;
varying float v_along;
varying vec2 v_dash;
void main(void) {
  #ifdef PICKING_MODE
  gl_FragColor = v_color;
  #else
  if (v_dash.y > 0.0 && mod(v_along, v_dash.x + v_dash.y) > v_dash.x) discard;
  float away = length(v_normal) * v_thickness;
  gl_FragColor = mix(v_color, vec4(0.0), smoothstep(v_thickness - v_feather, v_thickness, away));
  #endif
}`;

/** Edges with `dash` and `gap` in pixels; a gap of 0 is a full line. */
export class DashProgram extends sliced(EdgeRectangleProgram, CROWDED) {
  getDefinition() {
    const definition = super.getDefinition();
    return {
      ...definition,
      VERTEX_SHADER_SOURCE: EDGE_VERTEX,
      FRAGMENT_SHADER_SOURCE: EDGE_FRAGMENT,
      UNIFORMS: [...definition.UNIFORMS, "u_viewport"],
      ATTRIBUTES: [...definition.ATTRIBUTES, { name: "a_dash", size: 2, type: FLOAT }],
    };
  }

  processVisibleItem(edgeIndex, start, source, target, data) {
    super.processVisibleItem(edgeIndex, start, source, target, data);
    this.array[start + 8] = data.dash ?? 0;
    this.array[start + 9] = data.gap ?? 0;
  }

  setUniforms(params, program) {
    super.setUniforms(params, program);
    program.gl.uniform2f(program.uniformLocations.u_viewport, params.width, params.height);
  }
}
