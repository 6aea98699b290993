import { createHash } from "node:crypto";
import amqplib from "amqplib";
import { api } from "../support/admin";
import { brokers } from "../support/environment";
import { provider } from "../support/provider";

// An update that sets back what another client changed warns.
jest.spyOn(console, "warn").mockImplementation(() => {});

describe.each(brokers)("on RabbitMQ $version", (broker) => {
  const isNew = !broker.version.startsWith("3.");
  afterEach(async () => {
    await api(broker, "DELETE", "vhosts/undeclared");
    await api(broker, "DELETE", "users/undeclared");
  });

  test("a change of a vhost leaves what the program does not declare", async () => {
    const theirs = { description: "theirs", tags: "a,b", ...(isNew && { default_queue_type: "quorum" }) };
    await api(broker, "PUT", "vhosts/undeclared", { ...theirs, tracing: true });
    await api(broker, "PUT", "vhost-limits/undeclared/max-connections", { value: 9 });
    const vhost = await provider(broker, "VHost").create({ name: "undeclared" });
    await provider(broker, "VHost").update(vhost, { name: "undeclared", maxQueues: 7 });
    await provider(broker, "VHost").update(vhost, { name: "undeclared", tracing: false });

    const { body } = await api(broker, "GET", "vhosts/undeclared");
    expect(body).toMatchObject({ description: "theirs", tags: ["a", "b"], tracing: false });
    if (isNew) expect(body.default_queue_type).toBe("quorum");
    const limits = await api(broker, "GET", "vhost-limits/undeclared");
    expect(limits.body[0].value).toEqual({ "max-connections": 9, "max-queues": 7 });
  });

  test("two limits of a vhost, declared at once, are both there", async () => {
    await provider(broker, "VHost").create({ name: "undeclared" });
    for (let round = 1; round <= 10; round++) {
      const args = { name: "undeclared", maxConnections: round, maxQueues: round };
      const { id } = await provider(broker, "VHost").create({ ...args, __import: "undeclared" });
      const { inputs } = await provider(broker, "VHost").read({ id, outs: args });
      expect(inputs).toMatchObject({ maxConnections: round, maxQueues: round });
    }
  });

  test("a limit of -1 takes the limit away", async () => {
    const vhost = await provider(broker, "VHost").create({ name: "undeclared", maxQueues: 3 });
    await provider(broker, "VHost").update(vhost, { name: "undeclared", maxQueues: -1 });
    expect((await api(broker, "GET", "vhost-limits/undeclared")).body).toEqual([]);
    expect(
      (await provider(broker, "VHost").read({ id: vhost.id, outs: { name: "undeclared", maxQueues: -1 } })).inputs,
    ).toEqual({
      name: "undeclared",
      maxQueues: -1,
    });
  });

  test("a change of a user's tags leaves its password, and a change of the password its tags", async () => {
    await api(broker, "PUT", "users/undeclared", { password: "theirs", tags: "monitoring" });
    await api(broker, "PUT", "permissions/%2F/undeclared", { configure: "", write: "", read: "" });
    const login = async (password: string) => {
      const url = broker.amqpUrl.replace(/\/\/.*@/, `//undeclared:${password}@`);
      await (await amqplib.connect(`${url}/%2F`)).close();
    };
    const user = await provider(broker, "User").create({ name: "undeclared" });
    await provider(broker, "User").update(user, { name: "undeclared", tags: ["management"] });
    await login("theirs");
    await provider(broker, "User").update(user, { name: "undeclared", password: "ours" });
    await login("ours");
    expect((await api(broker, "GET", "users/undeclared")).body.tags).toEqual(["management"]);
  });

  test("a password that somebody rotated survives a change of the tags", async () => {
    const user = await provider(broker, "User").create({ name: "undeclared", password: "ours", tags: ["management"] });
    await api(broker, "PUT", "users/undeclared", { password: "rotated", tags: "management" });
    await provider(broker, "User").update(user, { name: "undeclared", password: "ours", tags: [] });
    const { body } = await api(broker, "GET", "users/undeclared");
    expect(body.tags).toEqual([]);
    const rotated = { ...user, outs: { name: "undeclared", password: "rotated", tags: [] } };
    expect((await provider(broker, "User").read(rotated)).inputs).toEqual(rotated.outs);
  });

  test("a new user without credentials cannot log in with a password, nor can an empty one", async () => {
    await provider(broker, "User").create({ name: "undeclared" });
    await api(broker, "PUT", "permissions/%2F/undeclared", { configure: "", write: "", read: "" });
    for (const password of ["", "guest", "undeclared"]) {
      const url = broker.amqpUrl.replace(/\/\/.*@/, `//undeclared:${password}@`);
      await expect(amqplib.connect(`${url}/%2F`)).rejects.toThrow(/ACCESS_REFUSED/);
    }
  });

  test.each([["rabbit_password_hashing_sha256"], ["rabbit_password_hashing_sha512"], ["rabbit_password_hashing_md5"]])(
    "a password is recognised below its salted hash, %s",
    async (hashing_algorithm) => {
      const digest = hashing_algorithm.split("_").at(-1) as string;
      const salt = Buffer.from([1, 2, 3, 4]);
      const hash = createHash(digest).update(salt).update("päss").digest();
      const password_hash = Buffer.concat([salt, hash]).toString("base64");
      await api(broker, "PUT", "users/undeclared", { password_hash, hashing_algorithm, tags: "" });
      const user = await provider(broker, "User").create({ name: "undeclared", password: "päss" });
      expect((await provider(broker, "User").read(user)).inputs).toEqual(user.inputs);
      await expect(provider(broker, "User").create({ name: "undeclared", password: "pass" })).rejects.toThrow(
        /password: differs/,
      );
    },
  );
});
