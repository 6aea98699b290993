/**
 * Runs work with a signal that aborts when the user interrupts the process, so that the work can clean up.
 * @template T
 * @param {(signal: AbortSignal) => Promise<T>} work
 */
async function interruptible(work) {
  const interrupted = new AbortController();
  const interrupt = () => {
    process.exitCode = 130;
    interrupted.abort(new Error("interrupted"));
  };
  for (const name of ["SIGINT", "SIGTERM"]) process.once(name, interrupt);
  try {
    return await work(interrupted.signal);
  } finally {
    for (const name of ["SIGINT", "SIGTERM"]) process.removeListener(name, interrupt);
  }
}

module.exports = { interruptible };
