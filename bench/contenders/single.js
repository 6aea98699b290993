const { pulumiContenders } = require("./pulumi");

const single = pulumiContenders("single", "this library, single resources");

module.exports = { single };
