const { contenders } = require("./contenders");
const { whyNoCpuTime } = require("./cpu-time");
const { jobs } = require("./jobs");
const { machine } = require("./machine");
const { whyNot } = require("./plan");
const { announce, log, printTables } = require("./print");
const { runOnce } = require("./run-once");
const { withBroker } = require("./with-broker");

/**
 * Runs the measurements that the options select, all on the same broker.
 * @param {import("./options").Options} options
 * @param {import("./results").Results} results
 * @param {AbortSignal} interrupted
 */
async function runAll({ only, broker: version, cut, budget, ...sizes }, results, interrupted) {
  const start = new Date();
  const until = start.getTime() + budget * 1000;
  if (whyNoCpuTime()) log(`CPU seconds are not measured: ${whyNoCpuTime()}`);
  await withBroker({ version, lifetime: budget + 20 * cut, log }, async (tools) => {
    results.machine(machine(tools.broker));
    for (const job of jobs(present(chosen(only)), sizes)) {
      if (interrupted.aborted) break;
      const cell = cellFor(job, results, { cut, start, spent: Date.now() > until });
      if (!cell) continue;
      if (!cell.ended) record(job, cell, await runOnce(job, { ...tools, cut, interrupted, log }), results);
      results.save();
      announce(job, cell);
    }
  });
  printTables(results.read());
}

const chosen = (only) =>
  contenders.filter(({ name, family }) => only.length === 0 || only.includes(name) || only.includes(family));

function present(asked) {
  return asked.filter(({ name, whyAbsent = () => undefined }) => {
    const reason = whyAbsent();
    if (reason) log(`${name} is left out: ${reason}`);
    return !reason;
  });
}

/** The cell for the job's results; undefined if the job is skipped. */
function cellFor({ contender, n, kind }, results, { cut, start, spent }) {
  const existing = results.cell(contender.name, n);
  if (kind !== "first") return spent || existing?.ended ? undefined : existing;
  if (spent && existing) return;
  const fresh = results.read().cells.filter(({ date }) => new Date(date) >= start);
  const ended = spent ? "not tried: the time was up" : whyNot(contender, n, fresh, cut);
  return Object.assign(results.begin(contender.name, n), ended && { ended });
}

function record({ kind }, cell, { phases, requests, stateBytes, versions, ended }, results) {
  results.machine(versions);
  if (ended) cell.ended = ended;
  if (kind === "count") cell.requests = requests;
  else if (Object.keys(phases).length > 0) cell.repeats.push(phases);
  if (stateBytes !== undefined) cell.stateBytes ??= stateBytes;
}

module.exports = { runAll };
