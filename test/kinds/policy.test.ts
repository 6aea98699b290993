import { exactly, startingWith } from "../../sdk";
import { api, makeVHost } from "../support/admin";
import { outerBrokers } from "../support/environment";
import { provider } from "../support/provider";

const vhost = "policies";
const args = { vhost, name: "p", pattern: "^q$", definition: { "max-length": 5 } };

describe.each(outerBrokers)("on RabbitMQ $version", (broker) => {
  const isOld = broker.version.startsWith("3.10");
  let removeVHost: () => Promise<unknown>;
  beforeEach(async () => {
    removeVHost = await makeVHost(broker, vhost);
  });
  afterEach(() => removeVHost());

  test.each(["Policy", "OperatorPolicy"] as const)("%s: a change of one argument leaves the others", async (kind) => {
    const policy = await provider(broker, kind).create({ ...args, priority: 3, applyTo: "queues" });
    await provider(broker, kind).update(policy, { ...policy.inputs, pattern: "^other$" });
    const path = kind === "Policy" ? "policies" : "operator-policies";
    expect((await api(broker, "GET", `${path}/${vhost}/p`)).body).toMatchObject({
      pattern: "^other$",
      priority: 3,
      "apply-to": "queues",
      definition: args.definition,
    });
  });

  test.each(["Policy", "OperatorPolicy"] as const)("%s: applies to the queues that match", async (kind) => {
    await api(broker, "PUT", `queues/${vhost}/q`, { durable: true });
    await provider(broker, kind).create(args);
    for (const sent of [1, 2, 3, 4, 5, 6, 7]) {
      const message = { routing_key: "q", payload: String(sent), payload_encoding: "string", properties: {} };
      await api(broker, "POST", `exchanges/${vhost}/amq.default/publish`, message);
    }
    const get = { count: 10, ackmode: "ack_requeue_false", encoding: "auto" };
    const { body } = await api(broker, "POST", `queues/${vhost}/q/get`, get);
    expect(body.map(({ payload }: { payload: string }) => payload)).toEqual(["3", "4", "5", "6", "7"]);
  });

  test("the values of a definition keep their types", async () => {
    const lists = { "ha-mode": "nodes", "ha-params": ["a@b", "c@d"] };
    const definition = { "max-length": 1, "dead-letter-routing-key": "1", ...(isOld && lists) };
    const policy = await provider(broker, "Policy").create({ ...args, definition });
    expect((await api(broker, "GET", `policies/${vhost}/p`)).body.definition).toEqual(definition);
    expect((await provider(broker, "Policy").read(policy)).inputs).toEqual(policy.inputs);
  });

  test("a policy for one type of queue needs a RabbitMQ that has such", async () => {
    const given = { ...args, applyTo: "streams" };
    const refused = {
      property: "",
      reason: `applyTo "streams" needs RabbitMQ 3.12, the broker runs ${broker.version}`,
    };
    const { failures } = await provider(broker, "Policy").verbs.check({}, given);
    expect(failures).toEqual(isOld ? [refused] : []);
    if (!isOld) expect((await provider(broker, "Policy").create(given)).outs).toMatchObject({ applyTo: "streams" });
  });

  test("patterns from names match these names and no others, whatever characters they have", async () => {
    const odd = ["a/b %c+d#e:f é@~", "(a|b)[c]{2}", "^.*\\\\Q$\\\\E?", "😀 - 日本", "(*UTF)(?i)x", "\t#\u0000"];
    const near = ["a", "x(a|b)[c]{2}", "(a|b)[c]{2}.", "b", "ÿ", "(*UTF)(?i)X"];
    const prefixed = ["+ a.1", "+ a.", "+ [2"];
    const policyOf = async (pattern: string, name: string) =>
      (await provider(broker, "Policy").create({ ...args, name, pattern, applyTo: "queues" })).outs;
    await policyOf(exactly(...odd), "exactly");
    await policyOf(exactly("only one."), "one");
    await policyOf(startingWith("+ a.", "+ ["), "prefixed");
    const all = [...odd, ...near, ...prefixed, "+ aX", "x+ a.1", "only one.", "only one.2"];
    for (const name of all) await api(broker, "PUT", `queues/${vhost}/${encodeURIComponent(name)}`, { durable: true });
    const queues = (await api(broker, "GET", `queues/${vhost}?disable_stats=true&enable_queue_totals=true`)).body;
    const matched = (policy: string) =>
      queues.filter((queue: { policy?: string }) => queue.policy === policy).map(({ name }: { name: string }) => name);
    expect(queues).toHaveLength(all.length);
    expect(matched("exactly").sort()).toEqual(odd.sort());
    expect(matched("one")).toEqual(["only one."]);
    expect(matched("prefixed").sort()).toEqual(prefixed.sort());
  });

  test.each(["Policy", "OperatorPolicy"] as const)("%s: one that went with its vhost is gone", async (kind) => {
    const policy = await provider(broker, kind).create(args);
    await removeVHost();
    expect(await provider(broker, kind).read(policy)).toEqual({});
    await provider(broker, kind).delete(policy);
  });
});
