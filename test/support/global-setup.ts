import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findBrokerSources, startBroker } from "../../dev/broker";
import { findPulumi } from "../../dev/pulumi-cli";
import { findPython } from "../../dev/python";
import { publish } from "./environment";

const log = (line: string) => process.stderr.write(`${line}\n`);

/** Real parts: every version of the broker that can be had, the Pulumi CLI, and Python's clients. */
export default async function globalSetup(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "rabbitmq-topology-test-"));
  const sources = await findBrokerSources();
  const started = sources.map(({ version }) =>
    startBroker({
      version,
      dir: path.join(folder, version),
      plugins: ["rabbitmq_stream", "rabbitmq_mqtt", "rabbitmq_stomp", "rabbitmq_shovel", "rabbitmq_federation"],
      tls: true,
      lifetime: 4 * 3600,
      log,
    }),
  );
  const [pulumi, python, ...brokers] = await Promise.all([findPulumi({ log }), findPython({ log }), ...started]);
  brokers.sort((a, b) => b.version.localeCompare(a.version, "en", { numeric: true }));

  process.env["PATH"] = `${pulumi.bin}${path.delimiter}${process.env["PATH"]}`;
  process.env["PULUMI_HOME"] = path.join(folder, "pulumi-home");
  process.env["PULUMI_SKIP_UPDATE_CHECK"] = "true";
  process.env["PULUMI_CONFIG_PASSPHRASE"] = "test";
  publish({ brokers: brokers.map(({ stop: _, ...broker }) => broker), python });
  log(`\nRabbitMQ ${brokers.map(({ version }) => version).join(", ")}; Pulumi ${pulumi.version}`);
  if (process.env["TEST_SEED"]) log(`Random tests have the seed TEST_SEED=${process.env["TEST_SEED"]}`);
  if ("skipped" in python) log(`Python clients are skipped: ${python.skipped}`);

  Object.assign(globalThis, { stopBrokers: () => Promise.all(brokers.map(({ stop }) => stop())), testFolder: folder });
}
