import amqplib from "amqplib";
import type { KindName } from "../../provider/kinds";
import { api, makeVHost } from "../support/admin";
import { brokers, type TestBroker } from "../support/environment";
import { provider } from "../support/provider";

const name = "limited";

interface LimitedCase {
  readonly kind: KindName;
  readonly title: string;
  /** The two limits, with the broker's names for them. */
  readonly first: readonly [argument: string, onTheBroker: string];
  readonly second: readonly [argument: string, onTheBroker: string];
  readonly owner: "vhost" | "user";
  make(broker: TestBroker): Promise<() => Promise<unknown>>;
}

const cases: LimitedCase[] = [
  {
    kind: "VHostLimits",
    title: 'limits of vhost "limited"',
    first: ["maxConnections", "max-connections"],
    second: ["maxQueues", "max-queues"],
    owner: "vhost",
    make: (broker) => makeVHost(broker, name),
  },
  {
    kind: "UserLimits",
    title: 'limits of user "limited"',
    first: ["maxConnections", "max-connections"],
    second: ["maxChannels", "max-channels"],
    owner: "user",
    async make(broker) {
      await api(broker, "DELETE", `users/${name}`);
      await api(broker, "PUT", `users/${name}`, { password: "pass-of-limited", tags: "" });
      return () => api(broker, "DELETE", `users/${name}`);
    },
  },
];

describe.each(brokers)("on RabbitMQ $version", (broker) => {
  describe.each(cases)(
    "$kind",
    ({ kind, title, owner, make, first: [first, theFirst], second: [second, theSecond] }) => {
      const declared = (args: object) => ({ [owner]: name, ...args });
      let removeOwner: () => Promise<unknown>;
      beforeEach(async () => {
        removeOwner = await make(broker);
      });
      afterEach(() => removeOwner());

      const set = (limit: string, value: number) => api(broker, "PUT", `${owner}-limits/${name}/${limit}`, { value });
      const onTheBroker = async () => (await api(broker, "GET", `${owner}-limits/${name}`)).body[0]?.value;

      test("one that is not declared is left as it is, and is nothing that stands in the way", async () => {
        await set(theFirst, 9);
        const limits = await provider(broker, kind).create(declared({ [second]: 5 }));
        expect(await onTheBroker()).toEqual({ [theFirst]: 9, [theSecond]: 5 });
        const changed = await provider(broker, kind).update(limits, declared({ [second]: 6 }));
        expect(await onTheBroker()).toEqual({ [theFirst]: 9, [theSecond]: 6 });
        expect((await provider(broker, kind).read(limits)).inputs).toEqual(declared({ [second]: 6 }));
        await provider(broker, kind).delete(changed);
        expect(await onTheBroker()).toEqual({ [theFirst]: 9 });
        expect(await provider(broker, kind).read(changed)).toEqual({});
      });

      test("both, declared at once, are both there", async () => {
        for (let round = 1; round <= 10; round++) {
          const limits = declared({ [first]: round, [second]: round });
          await provider(broker, kind).create({ ...limits, ...(round > 1 && { __import: name }) });
          expect(await onTheBroker()).toEqual({ [theFirst]: round, [theSecond]: round });
        }
      });

      test("-1 is none, be it there or not", async () => {
        const none = await provider(broker, kind).create(declared({ [second]: -1 }));
        expect(await onTheBroker()).toBeUndefined();
        expect((await provider(broker, kind).read(none)).inputs).toEqual(declared({ [second]: -1 }));

        await set(theSecond, 3);
        const drifted = await provider(broker, kind).read(none);
        expect(drifted.inputs).toEqual(declared({ [second]: 3 }));
        await provider(broker, kind).update({ ...none, outs: drifted.props ?? {} }, none.inputs);
        expect(await onTheBroker()).toBeUndefined();

        await provider(broker, kind).create(declared({ [first]: 5, [second]: -1 }));
        expect(await onTheBroker()).toEqual({ [theFirst]: 5 });

        await set(theSecond, -1);
        expect((await provider(broker, kind).read(none)).inputs).toEqual(declared({ [second]: -1 }));
        await provider(broker, kind).delete(none);
        expect(await onTheBroker()).toEqual({ [theFirst]: 5 });
      });

      test("another value that is there already is told, and left alone", async () => {
        await set(theSecond, 3);
        await expect(provider(broker, kind).create(declared({ [second]: -1 }))).rejects.toThrow(
          `${title}: exists already, with other properties: ${second}: wanted -1, found 3.`,
        );
        expect(await onTheBroker()).toEqual({ [theSecond]: 3 });
      });

      test.each([[5], [-1]])(`%j of one that went with its ${owner} is gone`, async (value) => {
        const limits = await provider(broker, kind).create(declared({ [second]: value }));
        await removeOwner();
        expect(await provider(broker, kind).read(limits)).toEqual({});
        await provider(broker, kind).delete(limits);
      });

      test.each([[5], [-1]])(`%j of one whose ${owner} does not exist is one clear error`, async (value) => {
        await removeOwner();
        const error = await provider(broker, kind)
          .create(declared({ [second]: value }))
          .catch(({ message }: Error) => message);
        expect(error).toMatch(new RegExp(`^${title}: .*(${owner} does not exist|vhost_not_found|no_such_user)`));
      });
    },
  );

  test("the broker heeds those of a vhost", async () => {
    const removeVHost = await makeVHost(broker, name);
    await provider(broker, "VHostLimits").create({ vhost: name, maxQueues: 1 });
    await provider(broker, "Queue").create({ vhost: name, name: "first" });
    await expect(provider(broker, "Queue").create({ vhost: name, name: "second" })).rejects.toThrow(/limit/);
    await removeVHost();
  });

  test("the broker heeds those of a user, and one that is cleared leaves the other as it is", async () => {
    const removeVHost = await makeVHost(broker, name);
    const password = "pass-of-limited";
    const user = await provider(broker, "User").create({ name, password, maxConnections: 1, maxChannels: 1 });
    await provider(broker, "Permissions").create({ vhost: name, user: name });
    const url = `${broker.amqpUrl.replace(/\/\/.*@/, `//${name}:${password}@`)}/${name}`;
    const connection = await amqplib.connect(url);
    await expect(amqplib.connect(url)).rejects.toThrow(/ConnectionClose/);
    await connection.close();

    const free = await provider(broker, "User").update(user, { name, password, maxConnections: -1 });
    expect((await api(broker, "GET", `user-limits/${name}`)).body[0].value).toEqual({ "max-channels": 1 });
    expect(await provider(broker, "User").read(free)).toMatchObject({ inputs: { maxConnections: -1 } });
    await provider(broker, "User").delete(free);
    await removeVHost();
  });
});
