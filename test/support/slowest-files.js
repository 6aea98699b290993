const path = require("node:path");

const SHOWN = 10;

/** Prints the test files that took longest; jest itself and the reporters on npm name tests only, without their set-up. */
module.exports = class SlowestFiles {
  onRunComplete(_contexts, { testResults }) {
    const secondsOf = ({ perfStats }) => (perfStats.end - perfStats.start) / 1_000;
    const slowest = testResults.toSorted((a, b) => secondsOf(b) - secondsOf(a)).slice(0, SHOWN);
    if (testResults.length <= 1) return;
    const lines = slowest.map((file) => {
      return `${secondsOf(file).toFixed(1).padStart(7)} s  ${path.relative(process.cwd(), file.testFilePath)}`;
    });
    process.stderr.write(`\nThe slowest of ${testResults.length} test files:\n${lines.join("\n")}\n`);
  }
};
