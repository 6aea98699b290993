const { bytes, count } = require("../report/format");
const { judge } = require("./measured");

const LIMIT = 250e6;

/**
 * Limits the memory of the process for dynamic resources only: CLI, engine and an empty program already need more.
 * @param {import("./measured").Measured} measured
 */
const memoryGoals = (measured) =>
  measured.sizes.map((n) =>
    judge(
      `Topology, ${count(n)} objects: the provider's memory under ${bytes(LIMIT)}`,
      [
        measured.peak("topology", n, "providerBytes"),
        measured.peak("topology", n, "peakBytes"),
        measured.peak("cli", 0, "peakBytes"),
      ],
      (provider, all, empty) => [
        `${bytes(provider)} (the whole command ${bytes(all)}, of an empty program ${bytes(empty)})`,
        provider < LIMIT,
      ],
    ),
  );

module.exports = { memoryGoals };
