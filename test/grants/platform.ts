import { api } from "../support/admin";
import type { TestBroker } from "../support/environment";
import { provider } from "../support/provider";
import type { Stage } from "./recipe";

/** An exchange and a queue that belong to somebody else, in every vhost. */
export const strangers: Stage = {
  exchanges: { "other.events": { type: "topic" } },
  queues: { "other.queue": {} },
};

/** The platform's side: everything is declared by it. */
export async function declare(broker: TestBroker, vhost: string, stage: Stage): Promise<void> {
  const { exchanges = {}, queues = {}, bindings = [], deadLetterPolicy } = stage;
  await provider(broker, "VHost").create({ name: vhost });
  for (const [name, args] of Object.entries(exchanges)) {
    // The broker declares its own.
    if (!name.startsWith("amq.")) await provider(broker, "Exchange").create({ vhost, name, ...args });
  }
  for (const [name, args] of Object.entries(queues)) await provider(broker, "Queue").create({ vhost, name, ...args });
  for (const binding of bindings) await provider(broker, "Binding").create({ vhost, ...binding });
  if (deadLetterPolicy) {
    const { queue, exchange } = deadLetterPolicy;
    const definition = { "dead-letter-exchange": exchange };
    const policy = { pattern: `^${queue}$`, definition, "apply-to": "queues" };
    expect((await api(broker, "PUT", `policies/${vhost}/dead-letters`, policy)).status).toBe(201);
  }
}

export function withStrangers({ exchanges, queues, ...rest }: Stage): Stage {
  return {
    exchanges: { ...exchanges, ...strangers.exchanges },
    queues: { ...queues, ...strangers.queues },
    ...rest,
  };
}
