const { seconds } = require("../report/format");
const { MANY, judge } = require("./measured");

/** @param {import("./measured").Measured} measured */
function limitGoals(measured) {
  const time = (n, phase) => measured.time("topology", n, phase);
  const under = (goal, value, limit) =>
    judge(`Topology, ${goal}: under ${limit} s`, [value], (ours) => [seconds(ours), ours < limit]);
  return [
    under("first up of 10,000", time(10_000), 12),
    under("first up of 50,000", time(50_000), 60),
    under("refresh of 10,000", time(10_000, "refresh"), 5),
    judge(
      "Topology, first up, time of each object without the CLI's own start, 10,000 : 1,000: at most 1.2",
      [time(10_000), time(MANY), measured.time("cli", 0)],
      (many, few, start) => {
        const ratio = (many - start) / 10_000 / ((few - start) / MANY);
        return [ratio.toFixed(2), ratio <= 1.2];
      },
    ),
  ];
}

module.exports = { limitGoals };
