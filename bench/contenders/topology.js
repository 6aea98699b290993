const { pulumiContenders } = require("./pulumi");

const topology = pulumiContenders("topology", "ours, Topology");

module.exports = { topology };
