require("../dev/prepare"); // installs and builds what the following modules need

const { interruptible } = require("./interrupt");
const { parse } = require("./options");
const { writeReport } = require("./report");
const { Results } = require("./results");
const { runAll } = require("./run");

async function main() {
  const options = parse(process.argv);
  const results = new Results(options.results);
  if (!options.report) await interruptible((signal) => runAll(options, results, signal));
  const files = await writeReport(results.read(), options.results);
  console.log(`\nwritten: ${[...(options.report ? [] : [results.file]), ...files].join(", ")}`);
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
