const os = require("node:os");

/** The machine and the versions that the results depend on. */
function machine({ version }) {
  return {
    date: new Date().toISOString().slice(0, 10),
    cores: os.cpus().length,
    cpu: os.cpus()[0]?.model.trim(),
    memoryBytes: os.totalmem(),
    system: `${os.type()} ${os.release()}`,
    node: process.versions.node,
    rabbitmq: version,
  };
}

module.exports = { machine };
