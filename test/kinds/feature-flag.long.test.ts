import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startBroker } from "../../dev/broker";
import { api } from "../support/admin";
import { brokers, testWith } from "../support/environment";
import { provider, said } from "../support/provider";

const has40 = brokers.some(({ version }) => version.startsWith("4.0"));

// A flag cannot be disabled again, so the broker is its own. RabbitMQ 4.0 has one that a new node does not enable.
testWith("RabbitMQ 4.0", has40)("a flag is enabled, and stays so", async () => {
  const dir = mkdtempSync(path.join(tmpdir(), "rabbitmq-topology-flag-"));
  const { stop, ...broker } = await startBroker({ version: "4.0", dir, lifetime: 600 });
  const stateOf = async (flag: string) =>
    ((await api(broker, "GET", "feature-flags")).body as { name: string; state: string }[]).find(
      ({ name }) => name === flag,
    )?.state;
  try {
    expect(await stateOf("khepri_db")).toBe("disabled");
    await expect(provider(broker, "FeatureFlag").create({ name: "kepri_db" })).rejects.toThrow(
      /^feature flag "kepri_db": RabbitMQ 4\.0\.\d+ has no such flag\. Did you mean "khepri_db"\? Its flags that are not enabled yet: "khepri_db"$/,
    );
    const absent = provider(broker, "FeatureFlag").read({ id: "khepri_db", outs: { __get: true } });
    await expect(absent).rejects.toThrow(/does not exist/);

    const flag = await provider(broker, "FeatureFlag").create({ name: "khepri_db" });
    expect(await stateOf("khepri_db")).toBe("enabled");
    expect(await provider(broker, "FeatureFlag").read(flag)).toMatchObject({ inputs: flag.inputs });
    await provider(broker, "FeatureFlag").delete(flag);
    expect(said).toHaveBeenLastCalledWith(
      'feature flag "khepri_db": stays enabled: RabbitMQ cannot disable a feature flag',
    );
    expect(await stateOf("khepri_db")).toBe("enabled");

    const before = (await api(broker, "GET", "cluster-name")).body;
    const named = await provider(broker, "ClusterName").create({ name: "production" });
    await provider(broker, "ClusterName").delete(named);
    expect((await api(broker, "GET", "cluster-name")).body).toEqual(before);
  } finally {
    await stop();
    rmSync(dir, { recursive: true, force: true });
  }
});
