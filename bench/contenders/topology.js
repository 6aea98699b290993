const { pulumiContenders } = require("./pulumi");

const topology = pulumiContenders("topology", "this library, Topology");

module.exports = { topology };
