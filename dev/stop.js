const fs = require("node:fs");
const path = require("node:path");

const { brokerDir, demoDir, pulumiDir, stopDemoBroker } = require("./demo");
const { findPulumi } = require("./pulumi-cli");
const { PRIVATE, openStack } = require("./shop/stack");

const log = (line) => console.log(line);

async function main() {
  if (!fs.existsSync(demoDir)) return log("Nothing to stop.");
  await stopDemoBroker();
  for (const folder of [brokerDir, path.join(pulumiDir, PRIVATE)]) fs.rmSync(folder, { recursive: true, force: true });
  for (const stack of stacksElsewhere()) await destroy(stack);
  fs.rmSync(demoDir, { recursive: true });
  log(`Stopped, and ${demoDir} deleted.`);
}

/** The stacks on other brokers, whose objects are deleted one by one. The private broker is deleted as a whole. */
function stacksElsewhere() {
  const names = fs.existsSync(pulumiDir) ? fs.readdirSync(pulumiDir) : [];
  return names.filter((name) => !name.includes(".draft-"));
}

async function destroy(name) {
  const { bin } = await findPulumi({ log });
  log(`pulumi destroy (${name}) ...`);
  const stack = await openStack(bin, name);
  const folder = path.join(pulumiDir, name);
  await stack.destroy().catch((error) => {
    error.message += `\nTo leave the declared objects on that broker, delete ${folder}`;
    throw error;
  });
  fs.rmSync(folder, { recursive: true });
}

main().catch((error) => {
  if (error.output) console.error(error.output);
  console.error(`npm stop failed: ${error.message}`);
  process.exit(1);
});
