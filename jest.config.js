/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "<rootDir>/test/support/node-environment.js",
  roots: ["<rootDir>/test"],
  testPathIgnorePatterns: ["/node_modules/", "\\.long\\.test\\.ts$"], // only in `npm run test:long`
  transform: { "^.+\\.ts$": ["ts-jest", { tsconfig: "tsconfig.json", diagnostics: false }] },
  globalSetup: "<rootDir>/test/support/global-setup.ts",
  globalTeardown: "<rootDir>/test/support/global-teardown.ts",
  testSequencer: "<rootDir>/test/support/sequencer.js",
  reporters: ["default", "<rootDir>/test/support/slowest-files.js"],
  testTimeout: 10 * 60_000, // only ends what hangs: a machine may be busy with other things
  maxConcurrency: 6,
  maxWorkers: 3, // most tests wait for a broker or a program, rather than for a core
};
