const { count, seconds } = require("../report/format");
const { judge } = require("./measured");

/** @param {import("./measured").Measured} measured */
const floorGoals = (measured) =>
  measured.sizes.map((n) =>
    judge(
      `Topology, first up of ${count(n)}: under 1.3 x the broker's floor + the CLI's own start`,
      [measured.time("topology", n), measured.time("raw", n), measured.time("cli", 0)],
      (ours, floor, start) => {
        const limit = 1.3 * floor + start;
        return [`${seconds(ours)} : 1.3 x ${seconds(floor)} + ${seconds(start)} = ${seconds(limit)}`, ours < limit];
      },
    ),
  );

module.exports = { floorGoals };
