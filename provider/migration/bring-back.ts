import type { Address } from "../address";
import type { Broker } from "../broker";
import type { Kind } from "../kind";
import { exchange } from "../kinds/exchange";
import { isCountable } from "../kinds/queue-guard";
import { BrokerError, ConnectionError, IncompleteError, RabbitMQError } from "../management/errors";
import { bind, moveBindings, settle } from "./bindings";
import { disclose, hasHeader, withoutCounts } from "./envelope";
import type { Exact } from "./frames";
import { findHolding, type Holding, removeHolding } from "./holding";
import { moving } from "./move";
import { Progress } from "./progress";
import { inSession, type Session } from "./session";

const exchangeKind: Kind = exchange;

/** Messages that came to the holding queue by its name, between the last move and its delete, are moved as well. */
const attempts = 10;

/**
 * Ends a migration, whether this run or an earlier one began it: moves the messages and the bindings of the holding queue to
 * the queue, and deletes the holding queue. Without one, there is nothing to do. It can be interrupted anywhere and repeated.
 */
export async function bringBack(broker: Broker, queue: Address, report: (line: string) => void): Promise<void> {
  const holding = await findHolding(broker, queue);
  if (!holding) return;
  try {
    await bringBackFrom(holding, broker, queue, report);
  } catch (error) {
    if (!(error instanceof RabbitMQError)) throw error;
    throw new IncompleteError(
      `was declared, but messages of it wait in the queue "${holding.name}": ${error.message}. Nothing is lost: run \`pulumi up\` again`,
    );
  }
}

async function bringBackFrom(
  holding: Holding,
  broker: Broker,
  queue: Address,
  report: (line: string) => void,
): Promise<void> {
  if (!(await isCountable(broker, holding))) {
    throw new ConnectionError("the node that has them may be down, since the broker does not count them");
  }
  await inSession(broker.settings, queue.vhost, async (session) => {
    const title = `queue "${queue.name}" in vhost "${queue.vhost}"`;
    const { messageCount } = await session.consumer.checkQueue(holding.name);
    const progress = new Progress((count) => `${title}: ${count} of ${messageCount} messages are back`, report);
    const messages = { from: holding.name, arrived: progress.add, convert: returning(queue, holding) };
    await withExchange(broker, queue, holding, () =>
      moving(session, messages, async (moving) => {
        await moving.present();
        await moveBindings(broker, holding, queue.name);
        await settle();
        await moving.all();
      }),
    );
    await removeEmpty(broker, session, holding, () =>
      withExchange(broker, queue, holding, () => moving(session, messages, (moving) => moving.all())),
    );
    report(
      `${title}: ${progress.count} messages were kept: they waited in "${holding.name}"${await shortfall(session, queue, progress.count)}`,
    );
  });
}

/**
 * Messages return through an exchange of their own, which keeps their routing keys and reaches this queue alone. It goes
 * before the holding queue does: as long as that exists, the next run knows that something is left.
 */
async function withExchange(broker: Broker, queue: Address, { vhost, name }: Address, work: () => Promise<void>) {
  const args = { vhost, name, type: "fanout", durable: true, autoDelete: false, internal: false };
  await exchangeKind.declare(broker, args, undefined);
  await bind(broker, { vhost, source: name, destination: queue.name });
  await work();
  const remove = await exchangeKind.removal(broker, args, { force: true });
  await remove();
}

/** A message that was published to the queue by its name returns by its name. CC would route it to other queues as well. */
function returning(queue: Address, holding: Address): (message: Exact) => Exact {
  return (message) => {
    const { exchange, routingKey, properties } = disclose(message);
    const kept = { routingKey, properties: withoutCounts(properties) };
    const isByName = exchange.length === 0 && routingKey.toString() === queue.name && !hasHeader(properties, "CC");
    return { ...kept, exchange: isByName ? exchange : Buffer.from(holding.name) };
  };
}

async function removeEmpty(broker: Broker, session: Session, holding: Holding, move: () => Promise<void>) {
  for (let attempt = 1; await holdsOne(broker, session, holding); attempt++) {
    if (attempt === attempts) {
      throw new ConnectionError(
        `messages keep coming to the holding queue "${holding.name}": stop who publishes to it`,
      );
    }
    await move();
  }
}

/** Deletes the holding queue unless it holds a message. */
async function holdsOne(broker: Broker, { consumer }: Session, holding: Holding): Promise<boolean> {
  if (holding.type === "quorum") {
    const message = await consumer.get(holding.name);
    if (message) consumer.nack(message);
    if (message) return true;
  }
  try {
    await removeHolding(broker, holding);
    return false;
  } catch (error) {
    if (error instanceof BrokerError && error.reason.endsWith("not empty")) return true;
    throw error;
  }
}

/** What to say if the queue has fewer messages than have returned to it, although nobody consumes from it. */
async function shortfall({ consumer }: Session, { name }: Address, returned: number): Promise<string> {
  const { messageCount, consumerCount } = await consumer.checkQueue(name);
  if (consumerCount > 0 || messageCount >= returned) return "";
  return `. It now holds ${messageCount}: its arguments or a policy drop or expire the others`;
}
