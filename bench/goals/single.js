const { bytes, count, seconds } = require("../report/format");
const { MODES, SINGLE_SIZES, judge } = require("./measured");

const FACTOR = 1.15;

/**
 * Compares single resources with resources that do nothing, which measure Pulumi's own work.
 * @param {import("./measured").Measured} measured
 */
const singleGoals = (measured) =>
  Object.entries(MODES).flatMap(([suffix, mode]) => [
    ...SINGLE_SIZES.map((n) => previewGoal(measured, n, suffix, mode)),
    ...measured.sizes
      .filter((n) => measured.time(`single${suffix}`, n) !== undefined)
      .map((n) => firstUpGoal(measured, n, suffix, mode)),
  ]);

function previewGoal(measured, n, suffix, mode) {
  const previewOf = (contender, what) => measured.median(`${contender}${suffix}`, n, "preview", what);
  return judge(
    `Single resources, preview of ${count(n)}${mode}: within ${FACTOR} x the CPU seconds and the memory of bare CustomResources`,
    ["cpuSeconds", "peakBytes"].flatMap((what) => [previewOf("single", what), previewOf("noop", what)]),
    (cpu, bareCpu, memory, bareMemory) => [
      `${against(cpu, bareCpu, seconds)}, ${against(memory, bareMemory, bytes)}`,
      cpu <= FACTOR * bareCpu && memory <= FACTOR * bareMemory,
    ],
  );
}

function firstUpGoal(measured, n, suffix, mode) {
  return judge(
    `Single resources, first up of ${count(n)}${mode}: within ${FACTOR} x the engine's floor`,
    [measured.time(`single${suffix}`, n), measured.time(`noop${suffix}`, n)],
    (ours, floor) => [against(ours, floor, seconds), ours <= FACTOR * floor],
  );
}

const against = (ours, theirs, format) => `${(ours / theirs).toFixed(2)} x (${format(ours)} : ${format(theirs)})`;

module.exports = { singleGoals };
