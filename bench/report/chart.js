const { summaryOf } = require("../cell");
const { contenders } = require("../contenders");
const { specification } = require("./chart-specification");

const PANELS = /** @type {const} */ ([
  { title: "first up, seconds", what: "seconds", unit: 1 },
  { title: "first up, CPU seconds", what: "cpuSeconds", unit: 1 },
  { title: "first up, memory in MB", what: "peakBytes", unit: 1e6 },
]);

/**
 * Seconds, CPU seconds and memory of the first up over N, all logarithmic.
 * @param {import("../results").Stored} stored
 * @returns {Promise<string | undefined>} an SVG, if there is anything to show
 */
async function chart({ cells }) {
  const panels = PANELS.map(({ title, what, unit }) => ({ title, data: points(cells, what, unit) }));
  const filled = panels.filter(({ data }) => data.length > 0);
  if (filled.length === 0) return;
  const [vega, { compile }] = await Promise.all([import("vega"), import("vega-lite")]);
  const { spec } = compile(specification(filled));
  return new vega.View(vega.parse(spec), { renderer: "none" }).toSVG();
}

function points(cells, what, unit) {
  return contenders.flatMap(({ name, family }) =>
    cells
      .filter((cell) => cell.contender === name && cell.n > 0)
      .flatMap((cell) => {
        const measured = summaryOf(cell, "first up", what)?.median;
        const { n } = cell;
        return measured ? { name, family, skip: name !== family, n, value: measured / unit } : [];
      }),
  );
}

module.exports = { chart };
