const { bridgedGoals } = require("./bridged");
const { fasterGoals } = require("./faster");
const { floorGoals } = require("./floor");
const { limitGoals } = require("./limit");
const { Measured } = require("./measured");
const { memoryGoals } = require("./memory");
const { singleGoals } = require("./single");

/** @typedef {{ goal: string, measured: string, reached?: boolean }} Goal `reached` is undefined if something was not measured */

/**
 * The library's goals, compared with the medians of what was measured.
 * @param {import("../results").Stored} stored
 * @returns {Goal[]}
 */
function goals({ cells }) {
  const measured = new Measured(cells);
  const all = [fasterGoals, floorGoals, limitGoals, memoryGoals, singleGoals, bridgedGoals];
  return all.flatMap((goalsOf) => goalsOf(measured));
}

/**
 * @param {Goal[]} all
 * @returns {import("../report/tables").Table}
 */
function goalTable(all) {
  const verdict = (reached) => (reached === undefined ? "?" : reached ? "yes" : "no");
  const rows = all.map(({ goal, measured, reached }) => [goal, measured, verdict(reached)]);
  return { title: "Goals", head: ["goal", "measured", "reached"], rows };
}

module.exports = { goals, goalTable };
