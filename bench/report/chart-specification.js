const { labels } = require("./chart-labels");

const SOLID = [1, 0];
const DASHED = [5, 4];
// Middle tones, which can be read on white and on black.
const INK = "#7d8590";
const COLOURS = {
  topology: "#2f9e44",
  single: "#1c7ed6",
  noop: "#8b8f98",
  bridged: "#e64980",
  naive: "#e8590c",
  tofu: "#ae3ec9",
  raw: "#c99700",
  definitions: "#0c9a9a",
};

const HEIGHT = 320;
const LABEL = 15;

/** @typedef {{ title: string, data: Array<{ name: string, family: string, skip: boolean, n: number, value: number }> }} Panel */

/**
 * A Vega-Lite specification of charts, one below the other.
 * @param {Panel[]} panels
 */
function specification(panels) {
  const sizes = [...new Set(panels.flatMap(({ data }) => data.map(({ n }) => n)))].sort((a, b) => a - b);
  return {
    padding: 10,
    background: "transparent",
    vconcat: panels.map((each) => panel(each, sizes)),
    config: {
      font: "system-ui, sans-serif",
      view: { stroke: null },
      axis: { labelColor: INK, titleColor: INK, domainColor: INK, tickColor: INK, gridColor: INK, gridOpacity: 0.3 },
    },
  };
}

/**
 * @param {Panel} panel
 * @param {number[]} sizes the sizes of all panels, so that the panels have the same x axis
 */
function panel({ title, data }, sizes) {
  const decades = decadesOf(data.map(({ value }) => value));
  const domain = [decades[0], decades.at(-1)];
  const apart = (domain[1] / domain[0]) ** (LABEL / HEIGHT);
  const x = {
    field: "n",
    title: "objects",
    type: "quantitative",
    scale: { type: "log", nice: false, domain: [sizes[0], sizes.at(-1)] },
    axis: { values: sizes, format: ",d", grid: false },
  };
  const y = {
    field: "value",
    title,
    type: "quantitative",
    scale: { type: "log", domain },
    axis: { values: decades, format: "~r" },
  };
  const color = {
    field: "family",
    legend: null,
    scale: { domain: Object.keys(COLOURS), range: Object.values(COLOURS) },
  };
  const strokeDash = { field: "skip", legend: null, scale: { domain: [false, true], range: [SOLID, DASHED] } };
  const label = { type: "text", align: "left", dx: 8, fontSize: 12 };
  return {
    width: 560,
    height: HEIGHT,
    data: { values: data },
    encoding: { x, color, detail: { field: "name" } },
    layer: [
      { mark: { type: "line", strokeWidth: 2 }, encoding: { y, strokeDash } },
      { mark: { type: "point", filled: true, opacity: 1 }, encoding: { y } },
      {
        data: { values: labels(data, apart) },
        mark: label,
        encoding: { y: { ...y, field: "at" }, text: { field: "name" } },
      },
    ],
  };
}

/** The powers of ten from below the lowest value to above the highest. */
function decadesOf(values) {
  const [first, last] = [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))];
  return Array.from({ length: last - first + 1 }, (_, i) => 10 ** (first + i));
}

module.exports = { specification };
