const path = require("node:path");

const { stream } = require("./stream");

const APPS = path.join(__dirname, "../../examples/shop/apps");

const COMMAND = path.join(__dirname, "../../dist/cli/index.js");

/**
 * Runs the shop's applications, each as a process of its own that gets only the URL of its own user and its contract.
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
  log("\nWhat the broker refuses to billing, and how billing checks which objects exist:");
  await run("limits", "billing");
  log("\nWhat rabbitmq-topology verify reports to its next release, which needs a queue that is not declared yet:");
  const { CONTRACT: input, ...env } = environment("billing-next");
  const notFulfilled = 1;
  await stream(process.execPath, [COMMAND, "verify", "-", "--probe"], { env, input, onLine, expected: notFulfilled });
}

module.exports = { runApplications };
