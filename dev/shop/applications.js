const path = require("node:path");

const { stream } = require("./stream");

const APPS = path.join(__dirname, "../../examples/shop/apps");

/**
 * Runs the shop's applications, each as a process of its own that knows nothing but its own user's URL.
 * @param {{ urls: { checkout: string, billing: string, dashboard: string } }} outputs
 * @param {(line: string) => void} log
 */
async function runApplications({ urls }, log) {
  const run = (app, url, counts = {}) =>
    stream(process.execPath, [path.join(APPS, `${app}.js`)], {
      env: { PATH: process.env.PATH, AMQP_URL: url, ...counts },
      onLine: (line) => log(`  ${line}`),
    });
  log("\nThe applications, each with its own user:");
  await run("checkout", urls.checkout);
  await run("billing", urls.billing, { ORDERS: "3" });
  await run("dashboard", urls.dashboard, { ORDERS: "3", INVOICES: "2" });
  log(
    "\nWhat billing is refused, and how it asks what is there (it may read billing.cancelled, which is yet to be declared):",
  );
  await run("limits", urls.billing);
}

module.exports = { runApplications };
