const { setMaxListeners } = require("node:events");
const fs = require("node:fs");
const path = require("node:path");

const { differing } = require("./contenders/raw-compare");
const { paths } = require("./contenders/raw-objects");
const { workload } = require("./workload");

/**
 * Runs all phases of one contender, and deletes what it declared, also after a failure.
 * @param {import("./jobs").Job} job
 */
async function runOnce({ contender, n, kind }, { broker, proxy, api, folder, cut, interrupted, log }) {
  const vhost = `bench-${contender.name.replace(":", "-")}-${n}`;
  const own = fs.mkdtempSync(path.join(folder, "run-"));
  const access = kind === "count" ? { ...broker, endpoint: proxy.endpoint } : broker;
  const result = { phases: {}, requests: {} };
  let session;
  let phase = "start";
  try {
    session = await contender.open({ n, vhost, folder: own, access, log });
    Object.assign(result, { versions: session.versions });
    for (phase of contender.phases) {
      proxy.take();
      result.phases[phase] = await timed((signal) => session.run(phase, signal), cut, interrupted);
      result.requests[phase] = proxy.take();
      if (phase === "first up") result.stateBytes = session.stateBytes?.();
      if (phase === "first up" && !contender.idle && !contender.empty) await check(workload(vhost, n), api);
    }
  } catch (error) {
    result.ended = interrupted.aborted ? "interrupted" : reason(error, phase, cut);
  } finally {
    session?.close?.();
    await api.removeVhost(vhost);
    fs.rmSync(own, { recursive: true, force: true });
  }
  return result;
}

async function timed(work, cut, interrupted) {
  const signal = AbortSignal.any([interrupted, AbortSignal.timeout(cut * 1000)]);
  setMaxListeners(0, signal); // each request adds a listener
  const start = performance.now();
  const measured = await work(signal);
  return { seconds: round((performance.now() - start) / 1000), ...measured };
}

const round = (seconds) => Math.round(seconds * 1000) / 1000;

/** Throws if declared objects are missing on the broker: the times of such a contender would mean nothing. */
async function check(declared, api) {
  const path = paths(declared.vhost);
  const lists = await Promise.all(
    [path.exchanges, path.queues, path.allBindings].map((list) => api.request("GET", list)),
  );
  const missing = differing(declared, lists);
  if (missing.length > 0) throw new Error(`${missing.length} objects are not on the broker, such as ${missing[0]}`);
}

function reason(error, phase, cut) {
  const aborted = error.name === "AbortError" ? (error.cause ?? error) : error;
  if (aborted.name === "TimeoutError") return `cut: ${phase} took more than ${cut} s`;
  return `failed: ${phase}: ${error.message.split("\n")[0]}`;
}

module.exports = { runOnce };
