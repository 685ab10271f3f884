// SPDX-License-Identifier: Apache-2.0
// The topology by sigma (WebGL): the interface of canvas-view.js. Loaded only where there is WebGL. The marks are drawn by
// a program of our own, because sigma's are discs and colour alone must not tell what is excluded.
import Graph from "graphology";
import Sigma from "sigma";
import { EdgeRectangleProgram, NodeProgram } from "sigma/rendering";
import { floatColor } from "sigma/utils";
import { drawCircles, drawOver, fit, thickness } from "./canvas-view.js";

const SHAPES = { disc: 0, dot: 0, diamond: 1, triangle: 2, square: 3, hatched: 4, ring: 5, box: 6 };
const UNSEEN = "rgba(0,0,0,0)"; /* sites are drawn above, and only picked here */
const REACH = 1.25; /* the triangle drawn for a mark holds a circle of this many radii: corners of shapes stay inside */

const VERTEX = `
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
varying vec2 v_at;
varying float v_shape;
varying float v_feather;
void main() {
  float radius = a_size * u_correctionRatio / u_sizeRatio * 2.0;
  vec2 corner = 2.0 * ${REACH.toFixed(2)} * vec2(cos(a_angle), sin(a_angle));
  gl_Position = vec4((u_matrix * vec3(a_position + radius * corner, 1)).xy, 0, 1);
  v_at = corner;
  v_shape = a_shape;
  v_feather = u_correctionRatio * 2.0 / radius;
#ifdef PICKING_MODE
  v_color = a_id;
#else
  v_color = a_color;
#endif
  v_color.a *= 255.0 / 254.0;
}`;

/* d: how far outside of the shape, in radii. */
const FRAGMENT = `
precision highp float;
varying vec4 v_color;
varying vec2 v_at;
varying float v_shape;
varying float v_feather;
uniform vec4 u_paper;
void main() {
  vec2 p = v_at;
  float d;
  if (v_shape < 0.5) d = length(p) - 0.9;
  else if (v_shape < 1.5) d = (abs(p.x) + abs(p.y) - 1.15) * 0.7071;
  else if (v_shape < 2.5) d = max(-p.y - 0.8, (abs(p.x) * 1.8 + p.y - 1.0) / 2.06);
  else if (v_shape < 3.5 || v_shape > 5.5) d = max(abs(p.x), abs(p.y)) - 0.85;
  else d = length(p) - 0.9;
#ifdef PICKING_MODE
  gl_FragColor = d > v_feather ? vec4(0.0) : v_color;
#else
  vec4 color = v_color;
  float rim = max(0.16, v_feather * 1.5);
  if (v_shape > 3.5 && d < -rim) {
    bool stripe = v_shape < 4.5 && mod(gl_FragCoord.x + gl_FragCoord.y, 5.0) < 1.7;
    if (!stripe) color = u_paper;
  }
  if (v_shape > 5.5 && d >= -rim && mod(gl_FragCoord.x + gl_FragCoord.y, 6.0) < 2.0) color = u_paper;
  gl_FragColor = mix(color, vec4(0.0), smoothstep(-v_feather * 0.5, v_feather * 0.5, d));
#endif
}`;

function rgba(colour) {
  const hex = colour.slice(1).replace(/^(.)(.)(.)$/, "$1$1$2$2$3$3");
  return [0, 2, 4].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255).concat(1);
}

/* The program of the marks on paper of a colour. */
function marksOn(paper) {
  const { FLOAT, UNSIGNED_BYTE, TRIANGLES } = WebGLRenderingContext;
  return class extends NodeProgram {
    getDefinition() {
      return {
        VERTICES: 3, VERTEX_SHADER_SOURCE: VERTEX, FRAGMENT_SHADER_SOURCE: FRAGMENT, METHOD: TRIANGLES,
        UNIFORMS: ["u_sizeRatio", "u_correctionRatio", "u_matrix", "u_paper"],
        ATTRIBUTES: [
          { name: "a_position", size: 2, type: FLOAT }, { name: "a_size", size: 1, type: FLOAT }, { name: "a_shape", size: 1, type: FLOAT },
          { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true }, { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
        ],
        CONSTANT_ATTRIBUTES: [{ name: "a_angle", size: 1, type: FLOAT }],
        CONSTANT_DATA: [[Math.PI / 2], [Math.PI / 2 + (2 * Math.PI) / 3], [Math.PI / 2 + (4 * Math.PI) / 3]],
      };
    }

    processVisibleItem(index, at, data) {
      this.array.set([data.x, data.y, data.size, SHAPES[data.shape] ?? 0, floatColor(data.color), index], at);
    }

    setUniforms(params, { gl, uniformLocations }) {
      gl.uniform1f(uniformLocations.u_correctionRatio, params.correctionRatio);
      gl.uniform1f(uniformLocations.u_sizeRatio, params.sizeRatio);
      gl.uniformMatrix3fv(uniformLocations.u_matrix, false, params.matrix);
      gl.uniform4fv(uniformLocations.u_paper, paper);
    }
  };
}

/* A link that only one end tells of. */
class DottedProgram extends EdgeRectangleProgram {
  getDefinition() {
    const of = super.getDefinition();
    const dots = "$& if (mod(floor(gl_FragCoord.x / 3.0) + floor(gl_FragCoord.y / 3.0), 2.0) < 1.0) discard;";
    return { ...of, FRAGMENT_SHADER_SOURCE: of.FRAGMENT_SHADER_SOURCE.replace(/void main\(void\) \{/, dots) };
  }
}

function drawHover(colours) {
  return (c, data) => {
    c.strokeStyle = colours.ink;
    c.lineWidth = 2;
    c.beginPath();
    c.arc(data.x, data.y, data.size + 4, 0, 2 * Math.PI);
    c.stroke();
    if (!data.label) return;
    c.font = "12px system-ui, sans-serif";
    c.fillStyle = colours.paper;
    c.fillRect(data.x + data.size + 6, data.y - 9, c.measureText(data.label).width + 8, 18);
    c.fillStyle = data.mark.loud ? colours.excluded : colours.ink;
    c.fillText(data.label, data.x + data.size + 10, data.y + 4);
  };
}

function canvasIn(element, front) {
  const canvas = document.createElement("canvas");
  if (front) canvas.className = "front";
  element.append(canvas);
  return canvas;
}

export class View {
  constructor(element, box, events) {
    Object.assign(this, { element, box, events, circles: [] });
    this.under = canvasIn(element, false);
    this.inner = document.createElement("div");
    element.append(this.inner);
    this.over = canvasIn(element, true);
    this.graph = new Graph({ type: "undirected" });
  }

  start(colours) {
    const before = this.renderer?.getCamera().getState();
    this.renderer?.kill();
    this.colours = colours;
    this.renderer = new Sigma(this.graph, this.inner, {
      allowInvalidContainer: true, defaultNodeType: "mark", nodeProgramClasses: { mark: marksOn(rgba(colours.paper)) },
      defaultEdgeType: "line", edgeProgramClasses: { line: EdgeRectangleProgram, dotted: DottedProgram }, defaultDrawNodeHover: drawHover(colours), renderLabels: false,
      stagePadding: 40, zoomToSizeRatioFunction: () => 1, minCameraRatio: 0.00025, maxCameraRatio: 2, zIndex: true, minEdgeThickness: 1.5,
    });
    this.renderer.setCustomBBox({ x: [this.box.x0, this.box.x1], y: [-this.box.y1, -this.box.y0] });
    this.renderer.refresh(); /* only this makes sigma place the nodes by the box */
    if (before) this.renderer.getCamera().setState(before);
    this.renderer.on("clickNode", ({ node }) => this.events.onPick(this.graph.getNodeAttributes(node).mark));
    this.renderer.on("clickStage", () => this.events.onPick(null));
    this.renderer.on("afterRender", () => this.drawLayers());
    this.renderer.on("resize", () => this.events.onCamera());
    this.renderer.getCamera().on("updated", () => this.events.onCamera());
  }

  get scale() {
    return Math.abs(this.project(this.box.x0 + 1000, 0)[0] - this.project(this.box.x0, 0)[0]) / 1000;
  }

  project = (x, y) => {
    const p = this.renderer.graphToViewport({ x, y: -y });
    return [p.x, p.y];
  };

  /* What sigma does not draw: circles of sites beneath, rings of sites and labels above. */
  drawLayers() {
    const { width, height } = this.renderer.getDimensions();
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const scale = this.scale;
    for (const canvas of [this.under, this.over]) {
      if (canvas.width !== Math.floor(width * ratio) || canvas.height !== Math.floor(height * ratio)) {
        canvas.width = width * ratio;
        canvas.height = height * ratio;
      }
      const c = canvas.getContext("2d");
      c.setTransform(ratio, 0, 0, ratio, 0, 0);
      c.clearRect(0, 0, width, height);
      if (canvas === this.under) drawCircles(c, this.circles, this.project, scale, this.colours);
      else drawOver(c, width, height, this.scene, this.colours, this.project, scale, this.selected);
    }
  }

  setScene(scene, circles, colours) {
    Object.assign(this, { scene, circles });
    this.graph.clear();
    for (const m of scene.marks)
      this.graph.addNode(m.key, { x: m.x, y: -m.y, size: m.shape === "dot" ? m.size * 0.6 : m.size, shape: m.site === undefined ? m.shape : "disc", color: m.site === undefined ? colours[m.id] : UNSEEN, label: m.label, zIndex: m.loud ? 1 : 0, mark: m });
    for (const line of scene.lines)
      this.graph.addEdge(scene.marks[line.a].key, scene.marks[line.b].key, { size: thickness(line), color: colours.line, type: line.oneSided ? "dotted" : "line" });
    if (this.colours !== colours) this.start(colours);
    else this.renderer.refresh();
  }

  camera() {
    if (!this.renderer) return { scale: fit(this.box, this.element.clientWidth, this.element.clientHeight), ...this.box };
    const { width, height } = this.renderer.getDimensions();
    const a = this.renderer.viewportToGraph({ x: 0, y: 0 });
    const b = this.renderer.viewportToGraph({ x: width, y: height });
    return { scale: this.scale, x0: a.x, x1: b.x, y0: -a.y, y1: -b.y };
  }

  fly(x, y, r) {
    const { width, height } = this.renderer.getDimensions();
    const camera = this.renderer.getCamera();
    const to = this.renderer.viewportToFramedGraph(this.renderer.graphToViewport({ x, y: -y }));
    const ratio = r ? camera.getBoundedRatio((camera.ratio * this.scale * r) / (Math.min(width, height) * 0.4)) : camera.ratio;
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) camera.setState({ x: to.x, y: to.y, ratio });
    else camera.animate({ x: to.x, y: to.y, ratio }, { duration: 300 });
  }

  zoom(factor) {
    const camera = this.renderer.getCamera();
    camera.setState({ ratio: camera.getBoundedRatio(camera.ratio / factor) });
  }

  pan(dx, dy) {
    const { width, height } = this.renderer.getDimensions();
    const to = this.renderer.viewportToFramedGraph({ x: width / 2 + dx, y: height / 2 + dy });
    this.renderer.getCamera().setState({ x: to.x, y: to.y });
  }

  reset() {
    this.renderer.getCamera().setState({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
  }

  select(key) {
    this.selected = key;
    if (this.renderer) this.drawLayers();
  }

  kill() {
    this.renderer?.kill();
    this.element.replaceChildren();
  }
}
