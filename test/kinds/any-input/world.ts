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
    ...((kind === "VHost" || kind === "User") && { name: anyText.map((text) => `${vhost} ${text}`) }),
    ...(kind === "Exchange" && { type: usually("direct", "fanout", "topic", "headers") }),
    // Each is a stream, which takes a while.
    ...(kind === "SuperStream" && {
      partitions: fc.integer({ min: 1, max: 3 }),
      routingKeys: fc.array(anyText, { maxLength: 3 }),
    }),
    ...(kind === "OperatorPolicy" && { definition: settings(...limits) }),
    ...(kind === "Policy" && { definition: settings(...limits, "overflow", "dead-letter-exchange", "max-age") }),
    // The broker deletes the queue before that is over.
    expires: fc.integer({ min: 600_000, max: 2 ** 32 }),
  };
}

function usually(...words: string[]): fc.Arbitrary<string> {
  return fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...words) }, { weight: 1, arbitrary: anyText });
}

const limits = ["max-length", "message-ttl", "max-length-bytes"];

/** What a policy may set. A broker refuses any other key. */
function settings(...keys: string[]): fc.Arbitrary<unknown> {
  const value = fc.oneof({ weight: 3, arbitrary: fc.nat(300) }, { weight: 1, arbitrary: plausible });
  return fc.dictionary(fc.constantFrom(...keys), value, { minKeys: 1, maxKeys: 3, noNullPrototype: true });
}
