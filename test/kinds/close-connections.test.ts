import { once } from "node:events";
import amqplib from "amqplib";
import type { Fields } from "../../model/object";
import type { KindName } from "../../provider/kinds";
import { api, makeVHost } from "../support/admin";
import { brokers } from "../support/environment";
import { provider } from "../support/provider";

const vhost = "close connections";
const at = encodeURIComponent(vhost);
const user = "connected";
const password = "a password";

describe.each(brokers)("a user's connections on RabbitMQ $version", (broker) => {
  let cleanUp: () => Promise<unknown>;
  beforeEach(async () => {
    cleanUp = await makeVHost(broker, vhost);
    await api(broker, "PUT", `exchanges/${at}/events`, { type: "topic" });
    await provider(broker, "User").create({ name: user, password });
  });
  afterEach(async () => {
    await cleanUp();
    await api(broker, "DELETE", `users/${user}`);
  });

  /** Whether a connection of the user is closed by something that is done. */
  async function isClosedBy(work: () => Promise<unknown>): Promise<boolean> {
    const { host } = new URL(broker.amqpUrl);
    const connection = await amqplib.connect(`amqp://${user}:${encodeURIComponent(password)}@${host}/${at}`);
    connection.on("error", () => {});
    const closed = once(connection, "close").then(() => true);
    await work();
    const isOpen = connection.createChannel().then(
      () => true,
      () => false,
    );
    if (!(await isOpen)) return closed;
    await connection.close();
    return false;
  }

  const granted = (write: string, closeConnections?: boolean) => ({
    vhost,
    user,
    write,
    ...(closeConnections !== undefined && { closeConnections }),
  });
  const keyed = (write: string, closeConnections?: boolean) => ({
    ...granted(write, closeConnections),
    exchange: "events",
  });

  /** The same, for a change from one set of arguments to another. */
  async function isClosedByChange(kind: KindName, before: Fields, after: Fields): Promise<boolean> {
    const verbs = provider(broker, kind);
    const state = await verbs.create(before);
    const inputs = await verbs.check(after);
    return isClosedBy(() => verbs.update(state, inputs));
  }

  test.each([
    ["a name is taken away", "^(a|b)$", "^(a)$", true],
    ["another name is granted", "^(a)$", "^(b)$", true],
    ["a name is granted in addition", "^(a)$", "^(a|b)$", false],
    ["something is granted for the first time", "^$", "^(a)$", false],
    ["a pattern of another form is narrowed", "^a", "^ab", true],
  ])("are closed when %s: %s to %s", async (_, before, after, expected) => {
    expect(await isClosedByChange("Permissions", granted(before, true), granted(after, true))).toBe(expected);
  });

  test("stay open when a right is taken away, unless that is asked for", async () => {
    expect(await isClosedByChange("Permissions", granted("^(a|b)$"), granted("^(a)$"))).toBe(false);
  });

  test("are closed when the permission is deleted", async () => {
    const state = await provider(broker, "Permissions").create(granted("^(a)$", true));
    expect(await isClosedBy(() => provider(broker, "Permissions").delete(state))).toBe(true);
  });

  test("are closed when the first topic permission takes keys away, and when a key is taken away, not when one is added", async () => {
    await provider(broker, "Permissions").create(granted("^(events)$"));
    const verbs = provider(broker, "TopicPermissions");
    const inputs = await verbs.check(keyed("^(a|b)$", true));
    expect(await isClosedBy(() => verbs.verbs.create(inputs))).toBe(true);
    const state = { id: `${at}/${user}/events`, inputs, outs: inputs };
    expect(await isClosedBy(async () => verbs.update(state, await verbs.check(keyed("^(a|b|c)$", true))))).toBe(false);
    expect(await isClosedBy(async () => verbs.update(state, await verbs.check(keyed("^(a)$", true))))).toBe(true);
    expect(await isClosedBy(async () => verbs.update(state, await verbs.check(keyed("^(b)$"))))).toBe(false);
  });

  test("stay open when the first topic permission is of an exchange that the user has no permission on yet", async () => {
    await provider(broker, "Permissions").create(granted("^(other)$"));
    const verbs = provider(broker, "TopicPermissions");
    const inputs = await verbs.check(keyed("^(a)$", true));
    expect(await isClosedBy(() => verbs.verbs.create(inputs))).toBe(false);
  });

  test.each([
    [true, true],
    [false, false],
  ])("when the password changes, with closeConnections %s: closed %s", async (closeConnections, expected) => {
    await provider(broker, "Permissions").create(granted("^(events)$"));
    const before = { name: user, password, closeConnections };
    const change = async () => {
      const verbs = provider(broker, "User");
      const inputs = await verbs.check({ ...before, password: "another one" });
      await verbs.update({ id: user, inputs: before, outs: before }, inputs);
    };
    expect(await isClosedBy(change)).toBe(expected);
  });
});
