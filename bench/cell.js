const { summary } = require("./statistics");

/** @typedef {import("./results").Cell} Cell */

/**
 * @param {Cell | undefined} cell
 * @param {import("./phases").Phase} phase
 * @param {"seconds" | "cpuSeconds" | "peakBytes"} what
 * @returns {{ min: number, median: number, max: number } | undefined} of all repeats; undefined if it was not measured
 */
const summaryOf = (cell, phase, what) => summary(valuesOf(cell, (phases) => phases[phase]?.[what]));

/**
 * @param {Cell | undefined} cell
 * @param {"peakBytes" | "providerBytes"} what
 * @returns {number | undefined} the highest value of all commands
 */
function peakOf(cell, what) {
  const values = valuesOf(cell, (phases) => Object.values(phases).map((phase) => phase[what]));
  return values.length > 0 ? Math.max(...values) : undefined;
}

const valuesOf = (cell, pick) => (cell?.repeats ?? []).flatMap(pick).filter((value) => value !== undefined);

module.exports = { peakOf, summaryOf };
