const { bytesOf, isProvider } = require("./processes");

const EVERY = 200;

/**
 * Samples the memory of processes, five times a second.
 * @param {() => number[]} pids returns the processes that run at the moment
 */
function watch(pids) {
  const peaks = { peakBytes: 0, providerBytes: 0 };
  const timer = setInterval(() => {
    const processes = pids().map((each) => ({ provider: isProvider(each), bytes: bytesOf(each) }));
    peaks.peakBytes = Math.max(peaks.peakBytes, sum(processes));
    peaks.providerBytes = Math.max(peaks.providerBytes, sum(processes.filter(({ provider }) => provider)));
  }, EVERY);
  return {
    /** @returns {{ peakBytes?: number, providerBytes?: number }} the highest samples; absent if there is none */
    stop() {
      clearInterval(timer);
      return Object.fromEntries(Object.entries(peaks).filter(([, bytes]) => bytes > 0));
    },
  };
}

const sum = (processes) => processes.reduce((total, { bytes }) => total + bytes, 0);

module.exports = { watch };
