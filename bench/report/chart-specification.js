const { labels } = require("./chart-labels");

const SOLID = [1, 0];
const DASHED = [5, 4];
// Middle tones, which read on white and on black.
const INK = "#7d8590";
const COLOURS = {
  topology: "#2f9e44",
  single: "#1c7ed6",
  noop: "#8b8f98",
  naive: "#e8590c",
  tofu: "#ae3ec9",
  raw: "#c99700",
  definitions: "#0c9a9a",
};

const HEIGHT = 420;
const LABEL = 15;

/**
 * A chart in Vega-Lite's language.
 * @param {Array<{ name: string, family: string, skip: boolean, n: number, seconds: number }>} data
 */
function specification(data) {
  const sizes = [...new Set(data.map(({ n }) => n))];
  const decades = decadesOf(data.map(({ seconds }) => seconds));
  const domain = [decades[0], decades.at(-1)];
  const apart = (domain[1] / domain[0]) ** (LABEL / HEIGHT);
  const x = {
    field: "n",
    title: "objects",
    type: "quantitative",
    scale: { type: "log", nice: false },
    axis: { values: sizes, format: ",d", grid: false },
  };
  const y = {
    field: "seconds",
    title: "first up, seconds",
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
    padding: 10,
    background: "transparent",
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
    config: {
      font: "system-ui, sans-serif",
      view: { stroke: null },
      axis: { labelColor: INK, titleColor: INK, domainColor: INK, tickColor: INK, gridColor: INK, gridOpacity: 0.3 },
    },
  };
}

/** The powers of ten around all values. */
function decadesOf(values) {
  const [first, last] = [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))];
  return Array.from({ length: last - first + 1 }, (_, i) => 10 ** (first + i));
}

module.exports = { specification };
