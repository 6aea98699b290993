/**
 * Runs something that ends early, and cleanly, when the user interrupts it.
 * @template T
 * @param {(signal: AbortSignal) => Promise<T>} work
 */
async function once(work) {
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

module.exports = { once };
