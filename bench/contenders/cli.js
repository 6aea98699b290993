const { pulumiContender } = require("./pulumi");

const cli = { ...pulumiContender("cli", "an empty program (the CLI's own start)", false), empty: true };

module.exports = { cli };
