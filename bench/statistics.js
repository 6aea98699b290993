const { max, median, min } = require("simple-statistics");

const QUADRATIC_FROM = 1.2;

/** @param {number[]} values */
const summary = (values) =>
  values.length > 0 ? { min: min(values), median: median(values), max: max(values) } : undefined;

/**
 * Estimates the seconds for N objects from the seconds for fewer objects. The growth counts as linear, or as quadratic if
 * the last two sizes grew faster than linearly.
 * @param {Array<{ n: number, seconds: number }>} measured
 * @param {number} n
 * @returns {number | undefined}
 */
function extrapolate(measured, n) {
  const [last, before] = measured.filter((point) => point.n < n && point.n > 0).sort((a, b) => b.n - a.n);
  if (!last) return;
  const exponent = before ? Math.log(last.seconds / before.seconds) / Math.log(last.n / before.n) : 1;
  return last.seconds * (n / last.n) ** (exponent > QUADRATIC_FROM ? 2 : 1);
}

module.exports = { extrapolate, summary };
