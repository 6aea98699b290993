import { compile } from "../../model/grants";
import { checkedRoles } from "../../sdk/access/check";
import { makeVHost } from "../support/admin";
import { brokers } from "../support/environment";
import { type Application, application, publish } from "./property/application";
import { type Platform, platform } from "./property/platform";

const vhost = "around-keys";
const exchanges = [
  { name: "events", type: "fanout" },
  { name: "audit", type: "topic" },
];
const some = { exchange: "audit", routingKeys: ["mine"] };

/** What the warnings say, done: a message comes to the exchange with a key that the application may not publish with. */
describe.each(brokers)("on RabbitMQ $version", (broker) => {
  let removeVHost: () => Promise<unknown>;
  let owner: Platform;
  let app: Application;
  beforeAll(async () => {
    removeVHost = await makeVHost(broker, vhost);
    owner = await platform(broker, vhost);
  });
  afterEach(() => app.close());
  afterAll(async () => {
    await owner.close();
    await removeVHost();
  });

  /** Gives the warnings. A spy gets what comes to the exchange with another's key. */
  const grant = async (given: Record<string, unknown>) => {
    const roles = checkedRoles(given);
    await owner.declare({ exchanges, queues: ["spy"], roles });
    await owner.channel.bindQueue("spy", "audit", "others");
    const grants = compile(roles);
    await owner.grant(grants);
    app = await application(owner.url);
    expect(await app.ask((channel) => publish(channel, "audit", "mine"))).toBe("ok");
    expect(await app.ask((channel) => publish(channel, "audit", "others"))).toBe(403);
    return grants.warnings.join("\n");
  };
  const spied = async () => {
    for (let attempt = 0; attempt < 600; attempt++) {
      if (await owner.channel.get("spy", { noAck: true })) return true;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return false;
  };

  test("dead letters of one's own queue get around routing keys", async () => {
    const warnings = await grant({ publishTo: [some, "events"], temporaryQueues: [{ from: "events" }] });
    expect(warnings).toContain(
      'send, with any routing key, dead letters of its queues "amq.gen-*" to exchange "audit"',
    );
    const answer = await app.ask(async (channel) => {
      const { queue } = await channel.assertQueue("", {
        exclusive: true,
        deadLetterExchange: "audit",
        deadLetterRoutingKey: "others",
        messageTtl: 0,
      });
      await channel.bindQueue(queue, "events", "");
      await publish(channel, "events", "");
    });
    expect(answer).toBe("ok");
    expect(await spied()).toBe(true);
  });

  test("so do unroutable messages of one's own exchange", async () => {
    const warnings = await grant({
      publishTo: [some, "own"],
      declareExchange: ["own"],
      temporaryQueues: [{ from: "own" }],
    });
    expect(warnings).toContain('send, with any routing key, unroutable messages of exchange "own" to exchange "audit"');
    const answer = await app.ask(async (channel) => {
      await channel.assertExchange("own", "topic", { alternateExchange: "audit" });
      await publish(channel, "own", "others");
    });
    expect(answer).toBe("ok");
    expect(await spied()).toBe(true);
  });

  test("who may only bind from a topic exchange publishes nothing to it, not even with the empty key", async () => {
    const bindingKeys = ["mine"];
    await grant({
      publishTo: [some],
      bindExchange: [
        { exchange: "audit", from: "amq.topic", bindingKeys },
        { exchange: "amq.topic", from: "audit", bindingKeys },
      ],
    });
    expect(await app.ask((channel) => publish(channel, "amq.topic", ""))).toBe(403);
  });
});
