const { summaryOf } = require("./cell");
const { extrapolate } = require("./statistics");

/**
 * @param {{ name: string }} contender
 * @param {number} n
 * @param {import("./results").Cell[]} cells the results of this run; an earlier run may have measured another version
 * @param {number} cut seconds
 * @returns {string | undefined} why this number of objects is not measured; undefined if it is
 */
function whyNot({ name }, n, cells, cut) {
  const smaller = cells.filter((cell) => cell.contender === name && cell.n < n).sort((a, b) => b.n - a.n);
  const ended = smaller.find((cell) => /^(cut|failed)/.test(cell.ended ?? ""));
  if (ended) return `not tried: ${ended.ended.slice(0, ended.ended.indexOf(":"))} at ${ended.n.toLocaleString("en")}`;
  const measured = smaller.flatMap((cell) => {
    const seconds = summaryOf(cell, "first up", "seconds")?.min;
    return seconds ? { n: cell.n, seconds } : [];
  });
  const expected = extrapolate(measured, n) ?? 0;
  if (expected > cut) return `not tried: about ${Math.ceil(expected / 60)} min`;
}

module.exports = { whyNot };
