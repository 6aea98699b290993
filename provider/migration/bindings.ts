import { setTimeout as sleep } from "node:timers/promises";
import type { BrokerObject, Fields } from "../../model/object";
import type { Address } from "../address";
import type { Broker } from "../broker";
import type { Kind } from "../kind";
import { attachedBindings } from "../kinds/attached";
import { binding } from "../kinds/binding";
import { path } from "../management/path";

const kind: Kind = binding;
const settleMilliseconds = 100;

/**
 * Moves the bindings of a queue to another one: each is declared there before it is deleted here. A message that is
 * published in between reaches both.
 */
export async function moveBindings(broker: Broker, { vhost, name }: Address, to: string): Promise<void> {
  const bindings = await bindingsToMove(broker, { vhost, name });
  const move = async (args: Fields) => {
    await bind(broker, { ...args, destination: to });
    const remove = await kind.removal(broker, args, { force: true });
    await remove();
  };
  await Promise.all(bindings.map(({ args }) => move(args)));
}

/** The bindings of a queue. Refuses if it cannot list all of them or could not declare one of them again. */
export function bindingsToMove(broker: Broker, { vhost, name }: Address): Promise<BrokerObject[]> {
  const end = { vhost, destination: name, destination_type: "queue" };
  return attachedBindings(broker, path`queues/${vhost}/${name}/bindings`, end);
}

/** Binds a queue to an exchange. */
export async function bind(broker: Broker, args: Fields): Promise<void> {
  await kind.declare(broker, { destinationType: "queue", routingKey: "", arguments: {}, ...args } as never, undefined);
}

/** Waits for messages that were routed by a binding right before its delete, and are still on their way to the queue. */
export function settle(): Promise<void> {
  return sleep(settleMilliseconds);
}
