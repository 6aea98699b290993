const { TestEnvironment } = require("jest-environment-node");

/** The gRPC codes CANCELLED and UNAVAILABLE: the engine of a Pulumi command has ended. */
const isEngineGone = ({ code } = {}) => code === 1 || code === 14;

/**
 * Node's environment without one kind of unhandled rejection. After a command fails, a late `registerOutputs` of its program
 * reaches no engine. Pulumi rejects a promise on purpose that nobody can handle, and jest would fail the whole file.
 */
module.exports = class extends TestEnvironment {
  handleTestEvent({ name, promise, error }, { unhandledRejectionErrorByPromiseTarget: targets }) {
    if (name === "error" && promise && isEngineGone(error)) targets.get(promise)?.delete(promise);
  }
};
