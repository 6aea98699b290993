import { setTimeout as sleep } from "node:timers/promises";
import { escaped } from "../../model/escape";
import type { Fields } from "../../model/object";
import type { Address } from "../address";
import type { Broker } from "../broker";
import type { Kind } from "../kind";
import { policy } from "../kinds/policy";
import { BrokerError, RefusedError } from "../management/errors";
import type { Target } from "../management/target";

const kind: Kind = policy;

/** The keys of policies that drop messages, or the queue itself. */
const limiting = ["max-length", "max-length-bytes", "message-ttl", "expires"];
/** Above the policies of people. What it sets has no effect without a limit. */
const shieldPriority = 1_000_000_000;
const harmless = { overflow: "reject-publish" };
const shieldAttempts = 20;
const shieldDelayMilliseconds = 100;

/** Keeps away policies that limit the queue, with a policy of the same name. Returns whether that was necessary. */
export async function shield(broker: Broker, queue: Address, read: Target): Promise<boolean> {
  if (!(await limitOf(broker, read))) return false;
  const { vhost, name } = queue;
  const pattern = `^${escaped(name)}$`;
  const args = { vhost, name, pattern, applyTo: "queues", priority: shieldPriority, definition: harmless };
  const refused = await kind.declare(broker, args, undefined).catch((error: unknown) => {
    if (error instanceof BrokerError && error.status === 401) return error;
    throw error;
  });
  for (let attempt = 0; ; attempt++) {
    const limit = await limitOf(broker, read);
    if (!limit) return true;
    if (refused instanceof BrokerError || attempt >= shieldAttempts) {
      throw new RefusedError(
        `not migrated: ${limit} applies to the holding queue "${name}" too, and would drop its messages. Nothing was changed: exclude that name from its pattern`,
      );
    }
    await sleep(shieldDelayMilliseconds);
  }
}

/** The policy that limits the queue, in words. */
async function limitOf(broker: Broker, read: Target): Promise<string | undefined> {
  const found = await broker.getExisting(read);
  const definition = (found["effective_policy_definition"] ?? {}) as Fields;
  const key = limiting.find((each) => each in definition);
  if (key === undefined) return undefined;
  const names = [found["policy"], found["operator_policy"]].filter(Boolean).map((name) => `"${name}"`);
  return `${key} of the policy ${names.join(" or ")}`;
}

/** Deletes that policy. */
export async function removeShield(broker: Broker, { vhost, name }: Address): Promise<void> {
  const remove = await kind.removal(broker, { vhost, name }, { force: true });
  await remove();
}
