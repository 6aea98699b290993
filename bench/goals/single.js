const { count, seconds } = require("../report/format");
const { judge } = require("./measured");

const MODES = { "": "", ":skip-checkpoints": ", skip checkpoints" };

/** @param {import("./measured").Measured} measured */
const singleGoals = (measured) =>
  Object.entries(MODES).flatMap(([suffix, mode]) =>
    measured.sizes
      .filter((n) => measured.time(`single${suffix}`, n) !== undefined)
      .map((n) =>
        judge(
          `Single resources, first up of ${count(n)}${mode}: within 1.15 x the engine's floor`,
          [measured.time(`single${suffix}`, n), measured.time(`noop${suffix}`, n)],
          (ours, floor) => [
            `${(ours / floor).toFixed(2)} x (${seconds(ours)} : ${seconds(floor)})`,
            ours <= 1.15 * floor,
          ],
        ),
      ),
  );

module.exports = { singleGoals };
