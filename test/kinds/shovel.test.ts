import { connect } from "amqplib";
import type { Fields } from "../../model/object";
import { kinds } from "../../provider/kinds";
import { lifecycle } from "../../provider/lifecycle";
import { api, makeVHost } from "../support/admin";
import { brokers, enoughBrokers, isLong, lacks, newest, type TestBroker } from "../support/environment";
import { provider } from "../support/provider";
import { until, uriIn } from "../support/shovel";
import { mapsOf, topologyRun } from "../support/topology";

const vhost = "shovel";
const hasShovels = (broker: TestBroker) => !lacks(broker, "rabbitmq_shovel");
if (!brokers.every(hasShovels)) test.skip("shovels that run (needs the plugin rabbitmq_shovel)", () => {});
const isMoved = { srcQueue: "from", destQueue: "to" };

describe.each(brokers.filter(hasShovels))("on RabbitMQ $version", (broker) => {
  const uri = uriIn(broker, vhost);
  const ends = { srcUri: uri, destUri: uri };
  const isThere = async (name: string) =>
    (await api(broker, "GET", `parameters/shovel/${vhost}/${name}`)).status === 200;
  let removeVHost: () => Promise<unknown>;
  beforeAll(async () => {
    removeVHost = await makeVHost(broker, vhost);
  });
  afterAll(() => removeVHost());

  test("one that has deleted itself stays in the state, is not declared again unless changed, and is deleted", async () => {
    const it = provider(broker, "Shovel");
    const args = { vhost, name: "once", ...ends, ...isMoved, srcDeleteAfter: "queue-length" };
    const state = await it.create(args);
    await until(async () => !(await isThere("once")));

    const read = await provider(broker, "Shovel").read(state);
    expect(read).toEqual({ id: state.id, inputs: state.inputs, props: state.outs });
    expect(await it.diff(state, await it.check(args))).toEqual({ changes: false });

    const changed = await it.apply(state, await it.check({ ...args, srcDeleteAfter: "never" }));
    expect(await isThere("once")).toBe(true);
    await provider(broker, "Shovel").delete(changed);
    await provider(broker, "Shovel").delete(state);
    expect(await isThere("once")).toBe(false);
  });

  test("so does one in a topology; without the vhost it is gone", async () => {
    const shovels = { once: { ...ends, ...isMoved, srcDeleteAfter: "queue-length" } };
    const queues = { from: { type: "classic" }, to: { type: "classic" } };
    const state = await topologyRun(broker).create({ vhost, queues, shovels });
    await until(async () => !(await isThere("once")));
    const { inputs } = await topologyRun(broker).read(state);
    expect(mapsOf(inputs ?? {})["shovels"]).toMatchObject({ once: { srcDeleteAfter: "queue-length" } });
    await topologyRun(broker).delete(state);

    const elsewhere = { ...state.outs, vhost: `${vhost} that never was` };
    const lost = await topologyRun(broker).read({ ...state, outs: elsewhere });
    expect(lost.inputs?.["shovels"]).toBeUndefined();
  });
});

describe.each(enoughBrokers.filter(hasShovels))("on RabbitMQ $version", (broker) => {
  test("a topology's removal stops it before the queues that it consumes from", async () => {
    const removeVHost = await makeVHost(broker, vhost);
    const ends = { srcUri: uriIn(broker, vhost), destUri: uriIn(broker, vhost) };
    const data = {
      vhost,
      // The counters of a quorum queue have the shovel for some more seconds, for which the guard waits.
      queues: { from: { type: isLong ? "quorum" : "classic" }, to: { type: "classic" } },
      exchanges: { events: { type: "topic" } },
      shovels: {
        queue: { ...ends, ...isMoved },
        exchange: { ...ends, srcExchange: "events", srcExchangeKey: "#", destQueue: "to" },
      },
    };
    const state = await topologyRun(broker).create(data);
    await until(async () => (await api(broker, "GET", `exchanges/${vhost}/events/bindings/source`)).body.length === 1);
    await until(async () => (await api(broker, "GET", `queues/${vhost}/from`)).body.consumer_details?.length === 1);
    await topologyRun(broker).delete(state);
    expect((await api(broker, "GET", `queues/${vhost}`)).body.filter(({ name }: Fields) => name !== "")).toEqual([]);
    await removeVHost();
  });

  test("moves a message, also with the protocol local", async () => {
    const removeVHost = await makeVHost(broker, `${vhost} moves`);
    const uri = uriIn(broker, `${vhost} moves`);
    const local = { srcProtocol: "local", destProtocol: "local" };
    for (const [name, protocols] of Object.entries({ "over amqp": {}, ...(isLocal(broker) && { local }) })) {
      await provider(broker, "Queue").create({ vhost: `${vhost} moves`, name, type: "quorum" });
      const to = `to of ${name}`;
      const args = { vhost: `${vhost} moves`, name, srcUri: uri, destUri: uri, srcQueue: name, destQueue: to };
      await provider(broker, "Shovel").create({ ...args, ...protocols });
      const connection = await connect(uri);
      const channel = await connection.createChannel();
      channel.sendToQueue(name, Buffer.from("a message"));
      await until(async () => {
        const { status } = await api(
          broker,
          "GET",
          `queues/${encodeURIComponent(args.vhost)}/${encodeURIComponent(to)}`,
        );
        return status === 200 && Boolean(await channel.get(to, { noAck: true }));
      });
      await connection.close();
    }
    await removeVHost();
  });
});

const isLocal = ({ version }: TestBroker) => version.localeCompare("4.2", "en", { numeric: true }) >= 0;

const given = { vhost, name: "s", srcUri: "amqp://", destUri: "amqp://" };

test.each<[Fields, string]>([
  [{ ...isMoved, srcExchange: "x" }, "srcQueue: cannot be given together with srcExchange"],
  [{ ...isMoved, destExchange: "x" }, "destQueue: cannot be given together with destExchange"],
  [{}, "srcQueue: or srcExchange must be given: what the shovel moves"],
  [{ ...isMoved, srcAddress: "a" }, "srcAddress: is only for srcProtocol amqp10, not for amqp091"],
  [{ ...isMoved, srcProtocol: "amqp10" }, "srcQueue: is only for srcProtocol amqp091 and local, not for amqp10"],
  [{ srcProtocol: "amqp10" }, "srcAddress: is required for srcProtocol amqp10"],
  [{ ...isMoved, srcDeleteAfter: 5, ackMode: "no-ack" }, 'srcDeleteAfter: cannot be a number with ackMode "no-ack"'],
  [{ ...isMoved, srcDeleteAfter: "soon" }, 'srcDeleteAfter: must be "never", "queue-length" or a number of messages'],
  [{ ...isMoved, srcUri: [] }, "srcUri: must "],
  [{ ...isMoved, srcUri: "amqp//u:never-shown-7Qx2@host" }, "srcUri: must begin with amqp:// or amqps://"],
  [
    { ...isMoved, arguments: { "src-uri": "never-shown-7Qx2" } },
    'arguments: must not contain "src-uri": use the property srcUri',
  ],
])("%j is refused in a preview: %s", async (args, reason) => {
  const { failures = [] } = await provider(newest, "Shovel").verbs.check({}, { ...given, ...args });
  expect(failures.map((failure) => failure.reason).join("\n")).toContain(reason);
  expect(JSON.stringify(failures)).not.toContain("never-shown");
});

test("a Parameter of the same component and name is the same object", async () => {
  const { run, check } = provider(newest, "Shovel");
  await check({ ...given, ...isMoved });
  const { failures = [] } = await lifecycle(kinds.Parameter, run).check(
    {},
    { vhost, component: "shovel", name: "s", value: { "src-uri": "amqp://" }, __resource: "other" },
  );
  expect(failures[0]?.reason).toMatch(/^parameter "s" of shovel in vhost "shovel" is declared twice, by /);
});

test("an older broker is told apart before anything is sent", async () => {
  const oldest = brokers.at(-1) as TestBroker;
  if (isLocal(oldest)) return;
  const args = { ...given, ...isMoved, srcProtocol: "local" };
  await expect(provider(oldest, "Shovel").verbs.create(args)).rejects.toThrow(
    /srcProtocol "local" needs RabbitMQ 4\.2, the broker runs /,
  );
});
