const { pulumiContenders } = require("./pulumi");

const noop = pulumiContenders("noop", "bare CustomResources that do nothing (the engine's floor)").map((contender) => ({
  ...contender,
  counted: false,
  idle: true,
}));

module.exports = { noop };
