import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { api } from "../support/admin";
import { enoughBrokers, newest } from "../support/environment";

const cache = mkdtempSync(path.join(tmpdir(), "rabbitmq-topology-shop-"));
afterAll(() => rmSync(cache, { recursive: true, force: true }));

describe.each(enoughBrokers)("the shop on RabbitMQ $version", (broker) => {
  /** What `npm start` and `npm stop` run, with a broker of the user's. */
  const run = (script: string): Promise<string> => {
    const access = {
      RABBITMQ_ENDPOINT: broker.endpoint,
      RABBITMQ_USERNAME: broker.username,
      RABBITMQ_PASSWORD: broker.password,
      RABBITMQ_AMQP_URL: broker.amqpUrl,
    };
    return new Promise((resolve, reject) => {
      const isChecked = broker !== newest && { PULUMI_NODEJS_TRANSPILE_ONLY: "true" }; // types are no matter of the broker
      const env = { ...process.env, ...access, ...isChecked, XDG_CACHE_HOME: cache };
      execFile(process.execPath, [`dev/${script}.js`], { env, timeout: 300_000 }, (error, stdout, stderr) =>
        error ? reject(new Error(`${stdout}${stderr}`)) : resolve(`${stdout}${stderr}`),
      );
    });
  };

  test("is declared, used by its applications within their rights, unchanged the second time, and taken away", async () => {
    const first = await run("start");
    expect(first).toMatch(/33 created/);
    expect(first).toMatch(/billing +bills order/);
    expect(first).toMatch(/assertExchange\("orders", "topic"\) +403 +ACCESS_REFUSED/);
    expect(first).toMatch(/checkExchange\("orders"\) +ok/);
    expect(first).toMatch(/queue "billing\.cancelled" .*missing/);
    expect(first).not.toContain(broker.password);

    expect(await run("start")).toMatch(/33 unchanged/);

    await run("stop");
    expect((await api(broker, "GET", "vhosts/shop")).status).toBe(404);
    expect((await api(broker, "GET", "users/billing")).status).toBe(404);
  });
});
