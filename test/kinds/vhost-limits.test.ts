import { api, makeVHost } from "../support/admin";
import { brokers } from "../support/environment";
import { provider } from "../support/provider";

const vhost = "limited";

describe.each(brokers)("on RabbitMQ $version", (broker) => {
  let removeVHost: () => Promise<unknown>;
  beforeEach(async () => {
    removeVHost = await makeVHost(broker, vhost);
  });
  afterEach(() => removeVHost());

  const set = (limit: string, value: number) => api(broker, "PUT", `vhost-limits/${vhost}/${limit}`, { value });
  const onTheBroker = async () => (await api(broker, "GET", `vhost-limits/${vhost}`)).body[0]?.value;

  test("a limit that is not declared is left as it is, and is nothing that stands in the way", async () => {
    await set("max-connections", 9);
    const limits = await provider(broker, "VHostLimits").create({ vhost, maxQueues: 5 });
    expect(await onTheBroker()).toEqual({ "max-connections": 9, "max-queues": 5 });
    const changed = await provider(broker, "VHostLimits").update(limits, { vhost, maxQueues: 6 });
    expect(await onTheBroker()).toEqual({ "max-connections": 9, "max-queues": 6 });
    expect((await provider(broker, "VHostLimits").read(limits)).inputs).toEqual({ vhost, maxQueues: 6 });
    await provider(broker, "VHostLimits").delete(changed);
    expect(await onTheBroker()).toEqual({ "max-connections": 9 });
    expect(await provider(broker, "VHostLimits").read(changed)).toEqual({});
  });

  test("both limits, declared at once, are both there", async () => {
    for (let round = 1; round <= 10; round++) {
      const limits = { vhost, maxConnections: round, maxQueues: round };
      await provider(broker, "VHostLimits").create({ ...limits, ...(round > 1 && { __import: vhost }) });
      expect(await onTheBroker()).toEqual({ "max-connections": round, "max-queues": round });
    }
  });

  test("a limit of -1 is none, be it there or not", async () => {
    const none = await provider(broker, "VHostLimits").create({ vhost, maxQueues: -1 });
    expect(await onTheBroker()).toBeUndefined();
    expect((await provider(broker, "VHostLimits").read(none)).inputs).toEqual({ vhost, maxQueues: -1 });

    await set("max-queues", 3);
    const drifted = await provider(broker, "VHostLimits").read(none);
    expect(drifted.inputs).toEqual({ vhost, maxQueues: 3 });
    await provider(broker, "VHostLimits").update({ ...none, outs: drifted.props ?? {} }, none.inputs);
    expect(await onTheBroker()).toBeUndefined();

    await provider(broker, "VHostLimits").create({ vhost, maxConnections: 5, maxQueues: -1 });
    expect(await onTheBroker()).toEqual({ "max-connections": 5 });

    await set("max-queues", -1);
    expect((await provider(broker, "VHostLimits").read(none)).inputs).toEqual({ vhost, maxQueues: -1 });
    await provider(broker, "VHostLimits").delete(none);
    expect(await onTheBroker()).toEqual({ "max-connections": 5 });
  });

  test("another limit that is there already is told, and left alone", async () => {
    await set("max-queues", 3);
    await expect(provider(broker, "VHostLimits").create({ vhost, maxQueues: -1 })).rejects.toThrow(
      'limits of vhost "limited": exists already, with other properties: maxQueues: wanted -1, found 3.',
    );
    expect(await onTheBroker()).toEqual({ "max-queues": 3 });
  });

  test("the broker heeds them", async () => {
    await provider(broker, "VHostLimits").create({ vhost, maxQueues: 1 });
    await provider(broker, "Queue").create({ vhost, name: "first" });
    await expect(provider(broker, "Queue").create({ vhost, name: "second" })).rejects.toThrow(/limit/);
  });

  test.each([[{ maxQueues: 5 }], [{ maxQueues: -1 }]])("%j that went with the vhost is gone", async (declared) => {
    const limits = await provider(broker, "VHostLimits").create({ vhost, ...declared });
    await removeVHost();
    expect(await provider(broker, "VHostLimits").read(limits)).toEqual({});
    await provider(broker, "VHostLimits").delete(limits);
  });
});
