const { peakOf, summaryOf } = require("../cell");

const MANY = 1_000;

/** The numbers of objects in the goals for single resources. */
const SINGLE_SIZES = [200, MANY];

/** The endings of the contenders' names in a family, and the words for them in goals. */
const MODES = { "": "", ":skip-checkpoints": ", skip checkpoints" };

/** The values of the cells that goals use. */
class Measured {
  /** @param {import("../results").Cell[]} cells */
  constructor(cells) {
    this.cells = cells;
    /** The measured sizes that have goals. */
    this.sizes = [...new Set(cells.map(({ n }) => n))].filter((n) => n >= MANY).sort((a, b) => a - b);
  }

  cell(contender, n) {
    return this.cells.find((cell) => cell.contender === contender && cell.n === n);
  }

  /** @returns {number | undefined} the median, in seconds */
  time(contender, n, phase = "first up") {
    return this.median(contender, n, phase, "seconds");
  }

  /**
   * @param {import("../phases").Phase} phase
   * @param {"seconds" | "cpuSeconds" | "peakBytes"} what
   * @returns {number | undefined}
   */
  median(contender, n, phase, what) {
    return summaryOf(this.cell(contender, n), phase, what)?.median;
  }

  /** @returns {number | undefined} the lowest time of the contenders that were measured */
  fastest(contenders, n) {
    const times = contenders.flatMap((contender) => this.time(contender, n) ?? []);
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  peak(contender, n, what) {
    return peakOf(this.cell(contender, n), what);
  }
}

/**
 * @template {Array<number | undefined>} Values
 * @param {string} goal
 * @param {Values} values
 * @param {(...values: number[]) => [string, boolean]} verdict called if all values are known
 * @returns {import(".").Goal}
 */
function judge(goal, values, verdict) {
  if (values.includes(undefined)) return { goal, measured: "not measured" };
  const [measured, reached] = verdict(...values);
  return { goal, measured, reached };
}

module.exports = { MANY, MODES, Measured, SINGLE_SIZES, judge };
