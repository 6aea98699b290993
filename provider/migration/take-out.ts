import { setTimeout as sleep } from "node:timers/promises";
import type { Fields } from "../../model/object";
import type { Address } from "../address";
import type { Broker } from "../broker";
import type { TakeOut } from "../kind";
import { isCountable } from "../kinds/queue-guard";
import { RefusedError } from "../management/errors";
import { path } from "../management/path";
import { one, whoami } from "../management/target";
import { bindingsToMove, moveBindings, settle } from "./bindings";
import { enclose, userOf } from "./envelope";
import { isOwnTag } from "./flow";
import type { Exact } from "./frames";
import { makeHolding } from "./holding";
import { moving } from "./move";
import { Progress } from "./progress";
import { inSession, type Session } from "./session";

/**
 * Moves the messages of a queue, then its bindings, to a holding queue, so that the queue can be deleted. It can be
 * interrupted anywhere and repeated.
 */
export async function takeOut(broker: Broker, { former, wanted, force, report }: TakeOut): Promise<void> {
  const queue = { vhost: String(wanted["vhost"]), name: String(wanted["name"]) };
  const target = one(path`queues/${queue.vhost}/${queue.name}`, { ...queue }, ["type"]);
  const found = await broker.getExisting(target);
  refuseUnmovable(found);
  await refuseUncountable(broker, queue);
  const login = await loginOf(broker);
  await inSession(broker.settings, queue.vhost, async (session) => {
    if (!force) await refuseConsumers(session, queue.name, () => broker.getExisting(target));
    const { messageCount } = await session.consumer.checkQueue(queue.name);
    refuseTooMany(wanted, messageCount);
    // Else that refusal would come when the messages are moved already.
    await bindingsToMove(broker, queue);
    const holding = await makeHolding(broker, queue, former, wanted);
    const before = (await session.consumer.checkQueue(holding.name)).messageCount;
    const line = (count: number) =>
      `queue "${queue.name}" in vhost "${queue.vhost}": ${count} of ${messageCount} messages are in the holding queue`;
    const progress = new Progress(line, report);
    const messages = {
      from: queue.name,
      bytesEach: bytesEach(found),
      arrived: progress.add,
      convert: (message: Exact) => {
        refuseForeign(message, login);
        return enclose(message, holding.name);
      },
    };
    await moving(session, messages, async (moving) => {
      await moving.present();
      await moveBindings(broker, queue, holding.name);
      await settle();
      await moving.all();
    });
    await refuseLoss(session, holding, before + progress.count);
  });
}

/** The broker would let each question about its messages wait for a minute. */
async function refuseUncountable(broker: Broker, queue: Address): Promise<void> {
  if (await isCountable(broker, queue)) return;
  throw new RefusedError(
    "not migrated: the node that has its messages may be down, since the broker does not count them. Nothing was changed: run again when all nodes are up",
  );
}

function refuseUnmovable(found: Fields): void {
  const { type } = found;
  if (type === "stream") {
    throw new RefusedError(
      'not migrated: a stream keeps its messages after they are consumed, so they cannot be moved. Nothing was changed: remove onReplace: "migrate"',
    );
  }
  if (type !== "classic" && type !== "quorum") {
    throw new RefusedError(
      `not migrated: how a queue of the type "${type}" gives and takes messages is not known. Nothing was changed: remove onReplace: "migrate"`,
    );
  }
  if (found["exclusive"] === true)
    throw new RefusedError("not migrated: an exclusive queue goes with the connection that declared it");
}

const consumerAttempts = 10;
const consumerDelayMilliseconds = 1_000;

/**
 * A consumer of a run that was interrupted counts until the broker knows that its connection, or its node, is gone. Only the
 * details show whose a consumer is, and they are some seconds late.
 */
async function refuseConsumers({ consumer }: Session, name: string, read: () => Promise<Fields>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const { consumerCount } = await consumer.checkQueue(name);
    if (consumerCount === 0) return;
    const details = ((await read())["consumer_details"] ?? []) as Fields[];
    const isOthers = details.some((detail) => !isOwnTag(detail["consumer_tag"]));
    if (isOthers || attempt === consumerAttempts) throw inUse(consumerCount);
    await sleep(consumerDelayMilliseconds);
  }
}

function inUse(consumers: number): RefusedError {
  const count = `${consumers} consumer${consumers === 1 ? "" : "s"}`;
  return new RefusedError(
    `not migrated: it has ${count}, which the delete would cancel. Nothing was changed: stop its consumers, or set forceDestroy: true if they come back by themselves`,
  );
}

/** The new queue would drop its oldest messages, or refuse them. */
function refuseTooMany({ maxLength }: Fields, messages: number): void {
  if (maxLength === undefined || Number(maxLength) >= messages) return;
  throw new RefusedError(
    `not migrated: it holds ${messages} messages, and maxLength is ${maxLength}. Nothing was changed: drain it, or raise maxLength`,
  );
}

interface Login {
  readonly name: string;
  readonly mayImpersonate: boolean;
}

async function loginOf(broker: Broker): Promise<Login> {
  const { name, tags } = await broker.getExisting(whoami);
  const all = Array.isArray(tags) ? tags : String(tags).split(",");
  return { name: String(name), mayImpersonate: all.includes("impersonator") };
}

/** The broker would not accept such a message back: its user id must be that of the login. */
function refuseForeign({ properties }: Exact, { name, mayImpersonate }: Login): void {
  const user = userOf(properties);
  if (user === undefined || user === name || mayImpersonate) return;
  throw new RefusedError(
    `not migrated: a message has the user id "${user}", and only a login with the tag impersonator may publish it anew. Nothing is lost, and the migration is half done: give "${name}" that tag and run again, or go back with \`rabbitmq-topology migrate --cancel\``,
  );
}

async function refuseLoss({ consumer }: Session, { name }: Address, expected: number): Promise<void> {
  const { messageCount } = await consumer.checkQueue(name);
  if (messageCount >= expected) return;
  throw new RefusedError(
    `not migrated: the holding queue "${name}" has ${messageCount} of ${expected} messages, so a policy or another client takes them. The queue is not deleted: mend that and run again`,
  );
}

/** The average size of the messages, as far as the broker has counted them. */
function bytesEach({ messages, message_bytes: bytes }: Fields): number | undefined {
  return Number(messages) > 0 && Number(bytes) > 0 ? Number(bytes) / Number(messages) : undefined;
}
