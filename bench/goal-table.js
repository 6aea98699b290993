/**
 * @param {import("./goals").Goal[]} goals
 * @returns {import("./tables").Table}
 */
function goalTable(goals) {
  const verdict = (reached) => (reached === undefined ? "?" : reached ? "yes" : "no");
  return {
    title: "Goals",
    head: ["goal", "measured", "reached"],
    rows: goals.map(({ goal, measured, reached }) => [goal, measured, verdict(reached)]),
  };
}

module.exports = { goalTable };
