const { contenders } = require("./contenders");
const { labels } = require("./chart-labels");
const { summary } = require("./statistics");

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

/**
 * Time of the first up over N, both logarithmic.
 * @param {import("./results").Stored} stored
 * @returns {Promise<string>} an SVG
 */
async function chart({ cells }) {
  const [vega, { compile }] = await Promise.all([import("vega"), import("vega-lite")]);
  const { spec } = compile(specification(points(cells)));
  return new vega.View(vega.parse(spec), { renderer: "none" }).toSVG();
}

function points(cells) {
  return contenders.flatMap(({ name, family }) =>
    cells
      .filter((cell) => cell.contender === name && cell.n > 0)
      .flatMap(({ n, repeats }) => {
        const seconds = summary(repeats.flatMap((phases) => phases["first up"]?.seconds ?? []))?.median;
        return seconds ? { name, family, skip: name !== family, n, seconds } : [];
      }),
  );
}

function specification(data) {
  const sizes = [...new Set(data.map(({ n }) => n))];
  const x = {
    field: "n",
    type: "quantitative",
    title: "objects",
    scale: { type: "log", nice: false },
    axis: { values: sizes, format: ",d", grid: false },
  };
  const y = {
    field: "seconds",
    type: "quantitative",
    title: "first up, seconds",
    scale: { type: "log" },
    axis: { format: "~r" },
  };
  const color = {
    field: "family",
    type: "nominal",
    legend: null,
    scale: { domain: Object.keys(COLOURS), range: Object.values(COLOURS) },
  };
  const detail = { field: "name", type: "nominal" };
  const strokeDash = {
    field: "skip",
    type: "nominal",
    legend: null,
    scale: {
      domain: [false, true],
      range: [
        [1, 0],
        [5, 4],
      ],
    },
  };
  return {
    width: 560,
    height: 420,
    padding: { left: 5, top: 10, right: 150, bottom: 5 },
    autosize: { type: "pad", contains: "content" },
    background: "transparent",
    data: { values: data },
    encoding: { x, color, detail },
    layer: [
      { mark: { type: "line", strokeWidth: 2 }, encoding: { y, strokeDash } },
      { mark: { type: "point", filled: true, size: 36 }, encoding: { y } },
      {
        data: { values: labels(data) },
        mark: { type: "text", align: "left", dx: 8, fontSize: 12, clip: false },
        encoding: { y: { ...y, field: "at" }, text: { field: "name", type: "nominal" } },
      },
    ],
    config: {
      font: "system-ui, sans-serif",
      view: { stroke: null },
      axis: { labelColor: INK, titleColor: INK, domainColor: INK, tickColor: INK, gridColor: INK, gridOpacity: 0.25 },
    },
  };
}

module.exports = { chart };
