const { pulumiContenders } = require("./pulumi");

const naive = pulumiContenders("naive", "a naive dynamic provider");

module.exports = { naive };
