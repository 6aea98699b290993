const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

const { startBroker } = require("../dev/broker");
const { BrokerApi } = require("./broker-api");
const { contenders } = require("./contenders");
const { startCountingProxy } = require("./counting-proxy");
const { jobs } = require("./jobs");
const { machine } = require("./machine");
const { whyNot } = require("./plan");
const { announce, log, printTables } = require("./print");
const { runOnce } = require("./run-once");

/**
 * Measures what the options ask for, every contender on the same broker.
 * @param {import("./options").Options} options
 * @param {import("./results").Results} results
 * @param {AbortSignal} interrupted
 */
async function runAll(options, results, interrupted) {
  const until = Date.now() + options.budget * 1000;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "rabbitmq-topology-bench-"));
  const lifetime = options.budget + 20 * options.cut;
  const broker = await startBroker({ version: options.broker, dir: path.join(folder, "broker"), lifetime, log });
  const api = new BrokerApi(broker);
  const proxy = await startCountingProxy(broker.endpoint);
  const environment = { api, folder, log, interrupted, cut: options.cut };
  try {
    results.read().machine = machine(broker);
    for (const job of jobs(chosen(options.only), options)) {
      if (interrupted.aborted) break;
      const cell = cellFor(job, results, { cut: options.cut, spent: Date.now() > until });
      if (!cell) continue;
      if (!cell.ended) record(job, cell, await runOnce(job, { ...environment, broker, proxy }), results);
      results.save();
      announce(job, cell);
    }
  } finally {
    proxy.close();
    api.close();
    await broker.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
  printTables(results.read());
}

const chosen = (only) =>
  contenders.filter(({ name, family }) => only.length === 0 || only.includes(name) || only.includes(family));

/** Where the job's results go; nowhere if there is nothing to run. */
function cellFor({ contender, n, kind }, results, { cut, spent }) {
  const existing = results.cell(contender.name, n);
  if (kind !== "first") return spent || existing?.ended ? undefined : existing;
  if (spent && existing) return;
  const ended = spent ? "not tried: the time was up" : whyNot(contender, n, results.read().cells, cut);
  return Object.assign(results.begin(contender.name, n), ended && { ended });
}

function record({ kind }, cell, { phases, requests, stateBytes, versions, ended }, results) {
  Object.assign(results.read().machine, versions);
  if (ended) cell.ended = ended;
  if (kind === "count") cell.requests = requests;
  else {
    cell.repeats.push(phases);
    cell.stateBytes ??= stateBytes;
  }
}

module.exports = { runAll };
