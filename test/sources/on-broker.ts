import { differences } from "../../provider/compare";
import { kindNamed } from "../../provider/kinds";
import type { Found } from "../../provider/sources/source";
import { hasUnknown } from "../../provider/unknown";
import { validate } from "../../provider/validate";
import { connect } from "../support/connection";
import type { TestBroker } from "../support/environment";

/** How each object of a source is on the broker: "same", or what is in the way of adopting it. */
export async function asOnBroker(broker: TestBroker, { objects }: Found): Promise<Record<string, unknown>> {
  const client = connect(broker);
  const each = objects.map(async ({ kind: name, args }) => {
    const kind = kindNamed(name);
    const { inputs, failures } = validate(kind, args);
    if (failures.length > 0) return [kind.title(args), failures.map(({ property, reason }) => `${property} ${reason}`)];
    const found = await kind.find(client, inputs, "proved");
    if (!found) return [kind.title(inputs), "absent"];
    const shown = differences({ kind, args: inputs }, found).filter(({ wanted }) => !hasUnknown(wanted));
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
