const { count, seconds } = require("../report/format");
const { MANY, judge } = require("./measured");

/** @param {import("./measured").Measured} measured */
function fasterGoals(measured) {
  const faster = (n, than, theirs, factor) =>
    judge(
      `Topology, first up of ${count(n)}: ${factor} times faster than ${than}`,
      [measured.time("topology", n), theirs],
      (ours, others) => [
        `${(others / ours).toFixed(1)} times (${seconds(ours)} : ${seconds(others)})`,
        others >= factor * ours,
      ],
    );
  const skipping = ["single:skip-checkpoints", "naive:skip-checkpoints"];
  return [
    faster(MANY, "single resources of any provider", measured.fastest(["single", "naive"], MANY), 20),
    faster(5_000, "single resources that skip checkpoints", measured.fastest(skipping, 5_000), 3),
    ...measured.sizes
      .filter((n) => measured.time("tofu", n) !== undefined)
      .map((n) => faster(n, "OpenTofu", measured.time("tofu", n), 4)),
  ];
}

module.exports = { fasterGoals };
