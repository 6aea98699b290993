import { knownDifferences } from "../../provider/compare";
import { kindNamed } from "../../provider/kinds";
import type { Found } from "../../provider/sources/source";
import { validate } from "../../provider/validate";
import { api, makeVHost } from "../support/admin";
import { connect } from "../support/connection";
import { brokers, type TestBroker } from "../support/environment";

/** Runs tests on every broker, each with the vhost made anew; the users that they make are taken away. */
export function onEachBroker(vhost: string, users: readonly string[], tests: (broker: TestBroker) => void): void {
  describe.each(brokers)("RabbitMQ $version", (broker) => {
    let remove: () => Promise<unknown>;
    beforeAll(async () => {
      remove = await makeVHost(broker, vhost);
    });
    afterAll(async () => {
      await remove();
      for (const user of users) await api(broker, "DELETE", `users/${encodeURIComponent(user)}`);
    });
    tests(broker);
  });
}

/** How each object of a source is on the broker: "same", or what is in the way of adopting it. */
export async function asOnBroker(broker: TestBroker, { objects }: Found): Promise<Record<string, unknown>> {
  const client = connect(broker);
  const each = objects.map(async ({ kind: name, args }) => {
    const kind = kindNamed(name);
    const { inputs, failures } = validate(kind, args);
    if (failures.length > 0) return [kind.title(args), failures.map(({ property, reason }) => `${property} ${reason}`)];
    const found = await kind.find(client, inputs, "proved");
    if (!found) return [kind.title(inputs), "absent"];
    const shown = knownDifferences({ kind, args: inputs }, found);
    return [kind.title(inputs), shown.length > 0 ? shown : "same"];
  });
  return Object.fromEntries(await Promise.all(each));
}

/** The same for all objects. */
export function allSame({ objects }: Found): Record<string, unknown> {
  return Object.fromEntries(objects.map(({ kind, args }) => [kindNamed(kind).title(args), "same"]));
}

/** RabbitMQ 3 takes a vhost's default queue type and forgets it. */
export function ignoredBy({ version }: TestBroker, vhost: string): Record<string, unknown> {
  if (!version.startsWith("3.")) return {};
  const title = kindNamed("VHost").title({ name: vhost });
  return { [title]: [{ field: "defaultQueueType", wanted: "classic", found: undefined }] };
}
