const path = require("node:path");

const { stream } = require("./stream");

const APPS = path.join(__dirname, "../../examples/shop/apps");

const COMMAND = path.join(__dirname, "../../dist/cli/index.js");

/**
 * Runs the shop's applications, each as a process of its own that knows nothing but its own user's URL and its contract.
 * @param {{ applications: Record<string, { url: string, contract: object }> }} outputs
 * @param {(line: string) => void} log
 */
async function runApplications({ applications }, log) {
  const onLine = (line) => log(`  ${line}`);
  const environment = (app) => {
    const { url, contract } = applications[app];
    return { PATH: process.env.PATH, AMQP_URL: url, CONTRACT: JSON.stringify(contract) };
  };
  const run = (script, app, counts = {}) =>
    stream(process.execPath, [path.join(APPS, `${script}.js`)], { env: { ...environment(app), ...counts }, onLine });

  log("\nThe applications, each with its own user:");
  await run("checkout", "checkout");
  await run("billing", "billing", { ORDERS: "3" });
  await run("dashboard", "dashboard", { ORDERS: "3", INVOICES: "2" });
  log("\nWhat billing is refused, and how it asks what is there:");
  await run("limits", "billing");
  log(
    "\nWhat its next release would be told at its start (rabbitmq-topology verify), since a queue is yet to be declared:",
  );
  const { CONTRACT: input, ...env } = environment("billing-next");
  const unfulfilled = 1;
  await stream(process.execPath, [COMMAND, "verify", "-", "--probe"], { env, input, onLine, expected: unfulfilled });
}

module.exports = { runApplications };
