const fs = require("node:fs");
const path = require("node:path");

/**
 * @typedef {object} Measurement of one phase
 * @property {number} seconds
 * @property {number} [cpuSeconds] user and system, of all processes of the command; older results have none
 * @property {number} [peakBytes] of all processes of the command
 * @property {number} [providerBytes] of the process that serves the resources
 */

/**
 * @typedef {object} Cell one contender with N objects
 * @property {string} contender
 * @property {number} n
 * @property {string} date
 * @property {Array<Partial<Record<import("./phases").Phase, Measurement>>>} repeats
 * @property {number} [stateBytes] after the first up
 * @property {Partial<Record<import("./phases").Phase, number>>} [requests]
 * @property {string} [ended] why there are no further results: "cut: ...", "failed: ...", "not tried: ..."
 */

/** @typedef {{ machine?: Record<string, unknown>, cells: Cell[] }} Stored */

/** The results. They are written to disk after each step, so that an interrupted run does not lose them. */
class Results {
  constructor(folder) {
    this.file = path.join(folder, "latest.json");
    /** @type {Stored} */
    this.stored = fs.existsSync(this.file) ? JSON.parse(fs.readFileSync(this.file, "utf8")) : { cells: [] };
  }

  /** @returns {Stored} */
  read() {
    return this.stored;
  }

  /** Adds facts about the machine and versions. */
  machine(facts) {
    this.stored.machine = { ...this.stored.machine, ...facts };
  }

  /** @returns {Cell | undefined} */
  cell(contender, n) {
    return this.stored.cells.find((cell) => cell.contender === contender && cell.n === n);
  }

  /** @returns {Cell} an empty cell, which replaces an earlier one */
  begin(contender, n) {
    const cell = { contender, n, date: new Date().toISOString(), repeats: [] };
    this.stored.cells = [...this.stored.cells.filter((old) => old.contender !== contender || old.n !== n), cell];
    return cell;
  }

  save() {
    fs.mkdirSync(path.dirname(this.file), { recursive: true });
    const draft = `${this.file}.draft`;
    fs.writeFileSync(draft, `${JSON.stringify(this.stored, null, 2)}\n`);
    fs.renameSync(draft, this.file);
  }
}

module.exports = { Results };
