import { api } from "../support/admin";
import { connect } from "../support/amqp";
import { brokers, type TestBroker, testWith } from "../support/environment";
import { provider, type State } from "../support/provider";

const name = "vhost guard/";
const escaped = encodeURIComponent(name);

const holdings: [title: string, method: string, path: string, body: object][] = [
  ['queue "left"', "PUT", `queues/${escaped}/left`, { durable: true }],
  ['exchange "left"', "PUT", `exchanges/${escaped}/left`, { type: "fanout" }],
  ['policy "left"', "PUT", `policies/${escaped}/left`, { pattern: "^$", definition: { "max-length": 1 } }],
  [
    'operator policy "left"',
    "PUT",
    `operator-policies/${escaped}/left`,
    { pattern: "^$", definition: { "max-length": 1 } },
  ],
];

describe.each(brokers)("on RabbitMQ $version", (broker) => {
  let vhost: State;
  beforeEach(async () => {
    vhost = await provider(broker, "VHost").create({ name, maxQueues: 5 });
  });
  afterEach(async () => {
    await api(broker, "DELETE", `vhosts/${escaped}/deletion/protection`);
    await api(broker, "DELETE", `vhosts/${escaped}`);
  });

  test.each(holdings)("a vhost with a %s is not deleted", async (title, method, path, body) => {
    expect((await api(broker, method, path, body)).status).toBe(201);
    await expect(provider(broker, "VHost").delete(vhost)).rejects.toThrow(
      `vhost "${name}": not deleted: it still holds ${title}. Nothing was lost.`,
    );
    expect(await exists(broker)).toBe(true);
  });

  test("a vhost with an application's server-named queue is not deleted", async () => {
    const app = await connect(broker, name);
    const { queue } = await app.channel.assertQueue("", { durable: true, exclusive: false });
    await app.send(queue);
    await app.close();
    await expect(provider(broker, "VHost").delete(vhost)).rejects.toThrow(`it still holds queue "${queue}"`);
    expect(await exists(broker)).toBe(true);
  });

  test("forceDestroy deletes it with all that it holds", async () => {
    for (const [, method, path, body] of holdings) await api(broker, method, path, body);
    await provider(broker, "VHost").delete({ ...vhost, outs: { ...vhost.outs, forceDestroy: true } });
    expect(await exists(broker)).toBe(false);
  });

  const whereProtected = testWith("RabbitMQ 4.1", canProtect(broker));
  const isProtected = async () => (await api(broker, "GET", `vhosts/${escaped}`)).body.protected_from_deletion;
  const refusal = `vhost "${name}": not deleted: it is protected from deletion, also with forceDestroy. Set deletionProtection: false and run \`pulumi up\`; then it can be deleted. Nothing was lost`;

  whereProtected("deletionProtection is lifted only by false, and forceDestroy deletes nothing before", async () => {
    const it = () => provider(broker, "VHost");
    const guarded = await it().update(vhost, { ...vhost.inputs, deletionProtection: true, forceDestroy: true });
    expect(await isProtected()).toBe(true);
    await api(broker, "PUT", `queues/${escaped}/left`, { durable: true });
    await expect(it().delete(guarded)).rejects.toThrow(refusal);
    expect((await api(broker, "GET", `queues/${escaped}/left`)).status).toBe(200);

    const { deletionProtection: _, ...without } = guarded.inputs;
    const undeclared = await it().update(guarded, { ...without, maxQueues: 6 });
    expect(await isProtected()).toBe(true);
    await expect(it().delete(undeclared)).rejects.toThrow(refusal);

    const lifted = await it().update(undeclared, { ...guarded.inputs, maxQueues: 6, deletionProtection: false });
    expect(await isProtected()).toBe(false);
    await it().delete(lifted);
    expect(await exists(broker)).toBe(false);
  });

  whereProtected("a protection that another client lifts is drift, and put right", async () => {
    const it = () => provider(broker, "VHost");
    const guarded = await it().update(vhost, { ...vhost.inputs, deletionProtection: true });
    await api(broker, "DELETE", `vhosts/${escaped}/deletion/protection`);
    await expect(it().delete(guarded)).rejects.toThrow(/another client changed it .*deletionProtection: the state has/);
    const drifted = await it().read(guarded);
    expect(drifted.inputs).toMatchObject({ deletionProtection: false });
    await it().update({ ...guarded, outs: drifted.props ?? {} }, guarded.inputs);
    expect(await isProtected()).toBe(true);
  });

  whereProtected("a new vhost is protected from the start, and is not replaced by one of another name", async () => {
    await api(broker, "DELETE", `vhosts/${escaped}`);
    const it = () => provider(broker, "VHost");
    const { inputs } = await it().create({ name, deletionProtection: true });
    expect(await isProtected()).toBe(true);
    const { failures } = await it().verbs.check(inputs, { ...inputs, name: "another" });
    expect(failures).toEqual([
      { property: "", reason: expect.stringMatching(/^vhost "vhost guard\/" is not replaced: it is protected/) },
    ]);
    const kept = await it().verbs.check(inputs, { ...inputs, name: "another", __retain: true });
    expect(kept.failures).toEqual([]);
  });

  whereProtected("one that another client protects is not deleted", async () => {
    await api(broker, "POST", `vhosts/${escaped}/deletion/protection`);
    const forced = { ...vhost, outs: { ...vhost.outs, forceDestroy: true } };
    await expect(provider(broker, "VHost").delete(forced)).rejects.toThrow(refusal);
  });

  testWith("RabbitMQ 4.0 or older", !canProtect(broker))("deletionProtection is refused", async () => {
    await expect(
      provider(broker, "VHost").verbs.create({ name: "vhost guard old", deletionProtection: true }),
    ).rejects.toThrow(/^vhost "vhost guard old": deletionProtection needs RabbitMQ 4\.1, the broker runs /);
  });

  test("one that holds nothing of its own is deleted, limits and permissions or not", async () => {
    await api(broker, "PUT", `permissions/${escaped}/${broker.username}`, { configure: "", write: "", read: "" });
    await provider(broker, "VHost").delete(vhost);
    expect(await exists(broker)).toBe(false);
  });
});

function canProtect({ version }: TestBroker): boolean {
  return version.localeCompare("4.1", "en", { numeric: true }) >= 0;
}

async function exists(broker: TestBroker): Promise<boolean> {
  return (await api(broker, "GET", `vhosts/${escaped}`)).status === 200;
}
