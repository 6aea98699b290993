import type { KindName } from "../../../provider/kinds";
import { api, makeVHost } from "../../support/admin";
import type { TestBroker } from "../../support/environment";
import { fc } from "../../support/random";
import { anyText, plausible } from "./values";

const userOf = (vhost: string) => `${vhost} user`;

/** A vhost with objects that others can refer to. Gives a function that deletes all of it. */
export async function makeWorld(broker: TestBroker, vhost: string): Promise<() => Promise<void>> {
  const removeVHost = await makeVHost(broker, vhost);
  const part = encodeURIComponent(vhost);
  await api(broker, "PUT", `exchanges/${part}/events`, { type: "headers", durable: true });
  await api(broker, "PUT", `queues/${part}/there`, { durable: true });
  await api(broker, "PUT", `users/${encodeURIComponent(userOf(vhost))}`, { tags: "", password_hash: "" });
  return async () => {
    await removeVHost();
    const users = (await api(broker, "GET", "users")).body as { name: string }[];
    for (const { name } of users.filter(({ name }) => name.startsWith(vhost))) {
      await api(broker, "DELETE", `users/${encodeURIComponent(name)}`);
    }
  };
}

/** Names of objects that exist, more often than others. */
export function valuesIn(vhost: string, kind: KindName): Record<string, fc.Arbitrary<unknown>> {
  return {
    vhost: fc.constant(vhost),
    source: usually("events"),
    destination: usually("there"),
    exchange: usually("events"),
    user: usually(userOf(vhost)),
    // Other tests have vhosts and users of their own on the same broker.
    ...(["VHost", "User", "GlobalParameter"].includes(kind) && { name: anyText.map((text) => `${vhost} ${text}`) }),
    // A broker does not have every type, and 4.0 says no reason.
    ...(kind === "VHost" && { defaultQueueType: fc.constantFrom("classic", "quorum", "stream") }),
    ...(kind === "Exchange" && { type: usually("direct", "fanout", "topic", "headers") }),
    // Each is a stream, which takes a while.
    ...(kind === "SuperStream" && {
      partitions: fc.integer({ min: 1, max: 3 }),
      routingKeys: fc.array(anyText, { maxLength: 3 }),
    }),
    ...(kind === "OperatorPolicy" && { definition: settings(...limits) }),
    ...(kind === "Policy" && { definition: settings(...limits, "overflow", "dead-letter-exchange", "max-age") }),
    ...(kind === "FederationUpstream" && { arguments: fc.constant({}) }),
    ...(kind === "Shovel" && shovelTables),
    ...(kind === "Parameter" && { component: usually("federation-upstream"), value: parameterValue }),
    uri: uris,
    // A shovel that ran would move messages, or delete itself.
    srcUri: uris,
    destUri: uris,
    upstreams: fc.array(
      fc.record({ upstream: anyText, maxHops: fc.integer({ min: 1, max: 9 }) }, { requiredKeys: ["upstream"] }),
    ),
    // The broker deletes the queue before that is over.
    expires: fc.integer({ min: 600_000, max: 2 ** 32 }),
  };
}

/** Nothing listens at their port. */
const uris = fc.constantFrom("amqp://127.0.0.1:1", ["amqps://u:p%40%C3%A9@127.0.0.1:1/x", "amqp://127.0.0.1:1"]);

/** The broker refuses what it does not know in these. */
const shovelTables = {
  arguments: fc.constant({ "add-timestamp-header": true }),
  srcQueueArgs: fc.constant({ "x-max-length": 5 }),
  destQueueArgs: fc.constant({}),
  srcConsumerArgs: fc.constant({ "x-priority": 5 }),
  destPublishProperties: fc.constant({ delivery_mode: 2, app_id: "é" }),
  destProperties: fc.constant({}),
  destApplicationProperties: fc.constant({ a: "b" }),
  destMessageAnnotations: fc.constant({ a: "b" }),
};

/** Mostly one that the component accepts. */
const parameterValue = fc.oneof(
  { weight: 9, arbitrary: fc.record({ uri: uris, expires: fc.integer({ min: 600_000, max: 2 ** 32 }) }) },
  { weight: 1, arbitrary: plausible },
);

function usually(...words: string[]): fc.Arbitrary<string> {
  return fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...words) }, { weight: 1, arbitrary: anyText });
}

const limits = ["max-length", "message-ttl", "max-length-bytes"];

/** What a policy may set. A broker refuses any other key. */
function settings(...keys: string[]): fc.Arbitrary<unknown> {
  const value = fc.oneof({ weight: 12, arbitrary: fc.nat(300) }, { weight: 1, arbitrary: plausible });
  return fc.dictionary(fc.constantFrom(...keys), value, { minKeys: 1, maxKeys: 3, noNullPrototype: true });
}
