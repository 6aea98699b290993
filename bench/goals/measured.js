const { peakOf, summaryOf } = require("../cell");

const MANY = 1_000;

/** How many objects the goals for single resources are about. */
const SINGLE_SIZES = [200, MANY];

/** What the names of a family's contenders end with, and what the goals call it. */
const MODES = { "": "", ":skip-checkpoints": ", skip checkpoints" };

/** What goals ask of the cells. */
class Measured {
  /** @param {import("../results").Cell[]} cells */
  constructor(cells) {
    this.cells = cells;
    /** The sizes from which on the goals count. */
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

  /** @returns {number | undefined} the least of those that were measured */
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
 * @param {(...values: number[]) => [string, boolean]} verdict asked if all of them are known
 * @returns {import(".").Goal}
 */
function judge(goal, values, verdict) {
  if (values.includes(undefined)) return { goal, measured: "not measured" };
  const [measured, reached] = verdict(...values);
  return { goal, measured, reached };
}

module.exports = { MANY, MODES, Measured, SINGLE_SIZES, judge };
