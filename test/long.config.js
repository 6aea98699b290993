const path = require("node:path");

// Every random test makes many rounds, with a new seed each time; what one broker is enough for runs on all of them.
process.env.TEST_LONG = "1";
process.env.TEST_SEED ||= `${Math.floor(Math.random() * 2 ** 31)}`;

/** @type {import("jest").Config} */
module.exports = {
  ...require("../jest.config"),
  rootDir: path.join(__dirname, ".."),
  testPathIgnorePatterns: ["/node_modules/"],
  testTimeout: 60 * 60_000,
};
