const { bytesOf, isProvider, tree } = require("./processes");

const EVERY = 200;

/**
 * Watches the memory of a process and all that it starts.
 * @param {number} pid
 */
function watch(pid) {
  const peaks = { peakBytes: 0, providerBytes: 0 };
  const timer = setInterval(() => {
    const processes = tree(pid).map((each) => ({ provider: isProvider(each), bytes: bytesOf(each) }));
    peaks.peakBytes = Math.max(peaks.peakBytes, sum(processes));
    peaks.providerBytes = Math.max(peaks.providerBytes, sum(processes.filter(({ provider }) => provider)));
  }, EVERY);
  return {
    /** @returns {{ peakBytes?: number, providerBytes?: number }} what could be seen */
    stop() {
      clearInterval(timer);
      return Object.fromEntries(Object.entries(peaks).filter(([, bytes]) => bytes > 0));
    },
  };
}

const sum = (processes) => processes.reduce((total, { bytes }) => total + bytes, 0);

module.exports = { watch };
