const { pulumiContenders } = require("./pulumi");

const single = pulumiContenders("single", "ours, single resources");

module.exports = { single };
