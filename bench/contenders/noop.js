const { pulumiContenders } = require("./pulumi");

const noop = pulumiContenders("noop", "resources that do nothing (the engine's floor)");

module.exports = { noop };
