const { timeOf } = require("../cell");
const { contenders } = require("../contenders");
const { specification } = require("./chart-specification");

/**
 * Time of the first up over N, both logarithmic.
 * @param {import("../results").Stored} stored
 * @returns {Promise<string | undefined>} an SVG, if there is anything to show
 */
async function chart({ cells }) {
  const data = points(cells);
  if (data.length === 0) return;
  const [vega, { compile }] = await Promise.all([import("vega"), import("vega-lite")]);
  const { spec } = compile(specification(data));
  return new vega.View(vega.parse(spec), { renderer: "none" }).toSVG();
}

function points(cells) {
  return contenders.flatMap(({ name, family }) =>
    cells
      .filter((cell) => cell.contender === name && cell.n > 0)
      .flatMap((cell) => {
        const seconds = timeOf(cell, "first up")?.median;
        const { n } = cell;
        return seconds ? { name, family, skip: name !== family, n, seconds } : [];
      }),
  );
}

module.exports = { chart };
