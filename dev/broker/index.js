const { externalBroker } = require("./external");
const { findSources } = require("./sources");
const { startBroker } = require("./start");
const { stopBroker } = require("./stop");

/** @returns {Promise<Array<{ version: string, from: string }>>} the versions that startBroker can start here */
async function findBrokerSources() {
  const external = await externalBroker();
  if (external) return [{ version: /^\d+\.\d+/.exec(external.version)[0], from: external.from }];
  const first = new Map();
  for (const { version, from } of await findSources()) if (!first.has(version)) first.set(version, { version, from });
  return [...first.values()];
}

module.exports = { findBrokerSources, startBroker, stopBroker };
