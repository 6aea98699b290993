const { HOURS, startDemoBroker } = require("./demo");
const { findPulumi } = require("./pulumi-cli");
const { runApplications } = require("./shop/applications");
const { configure } = require("./shop/configure");
const { PRIVATE, folderOf, openStack } = require("./shop/stack");
const { summary } = require("./shop/summary");

const CHANGE = /^\s*(\S+)\s+pulumi-nodejs:dynamic\/rabbitmq:(\w+) (\S+) (?:created|updated|deleted|replaced)\b/;
const isPrivate = !process.env.RABBITMQ_ENDPOINT;
const log = (line) => console.log(line);

async function main() {
  const { bin, version } = await findPulumi({ log });
  const broker = await startDemoBroker({ log });
  log(`RabbitMQ ${broker.version} (${broker.from}) runs at ${broker.endpoint}`);

  const stack = await openStack(bin, isPrivate ? PRIVATE : folderOf(broker.endpoint));
  await configure(stack, broker, { isPrivate });
  log(`pulumi up (${version}) ...`);
  log(`  ${counts(await stack.up(showChange))}`);

  await runApplications(await stack.outputs(), log);

  for (const line of ["", ...summary(await stack.resources()), "", ...addresses(broker)]) log(line);
}

function showChange(line) {
  const [, sign, kind, name] = CHANGE.exec(line) ?? [];
  if (name) log(`  ${sign} ${kind} ${name}`);
}

/** The counts that Pulumi prints: "2 created, 20 unchanged". */
function counts(output) {
  const [, lines = ""] = /^Resources:\n([\s\S]*?)\n\n/m.exec(output) ?? [];
  return lines.trim().replace(/\s*\n\s*/g, ", ");
}

function addresses({ endpoint, username, password }) {
  if (!isPrivate) return [`Management page: ${endpoint}`, "npm stop deletes the declared objects from that broker."];
  return [
    `Management page: ${endpoint} (user ${username}, password ${password})`,
    `npm stop deletes all of it. The broker stops by itself after ${HOURS} hours; npm start starts it again.`,
  ];
}

main().catch((error) => {
  if (error.output) console.error(error.output);
  console.error(`npm start failed: ${error.message}`);
  process.exit(1);
});
