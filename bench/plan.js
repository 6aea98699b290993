const { summaryOf } = require("./cell");
const { extrapolate } = require("./statistics");

/**
 * @param {{ name: string }} contender
 * @param {number} n
 * @param {import("./results").Cell[]} cells what this run has found so far: an earlier one may have had another library
 * @param {number} cut seconds
 * @returns {string | undefined} why that many objects are not tried
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
