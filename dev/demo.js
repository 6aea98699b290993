const path = require("node:path");

const { startBroker, stopBroker } = require("./broker");
const { cacheDir } = require("./cache");

const demoDir = path.join(cacheDir, "demo");
const pulumiDir = path.join(demoDir, "pulumi");
const brokerDir = path.join(demoDir, "broker");
const PORTS = { management: 15672, amqp: 5672 };
const HOURS = 4;

/**
 * Starts the demo's broker, unless it runs already. It runs longer than this process and keeps its data.
 * @param {{ log?: (line: string) => void }} [options]
 */
function startDemoBroker({ log } = {}) {
  return startBroker({ dir: brokerDir, ports: PORTS, lifetime: HOURS * 3600, detached: true, log });
}

const stopDemoBroker = () => stopBroker(brokerDir);

module.exports = { HOURS, brokerDir, demoDir, pulumiDir, startDemoBroker, stopDemoBroker };
