import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { ConsumeMessage } from "amqplib";
import { ConnectionError, RefusedError } from "../management/errors";
import { type Exact, exactOf, publish } from "./frames";
import type { Session } from "./session";

/** How many messages are under way at most; fewer if they are large. */
const window = 256;
/** About how many bytes are under way at most. */
const windowBytes = 32 * 1024 * 1024;
/** After the last message, before the broker is asked whether the queue is empty. */
const idleMilliseconds = 10;
const pollMilliseconds = 5;
/** Of an emptying, each of the messages that came since the last one began. */
const passes = 20;
/** Without any progress, another client has what the queue still holds. */
const stuckMilliseconds = 30_000;
/** The beginning of the tags of a migration's consumers. */
const tagPrefix = "pulumi-migration.";

export interface Move {
  readonly from: string;
  /** What is published for a message of the queue. Throws to stop the move before this message. */
  convert(message: Exact): Exact;
  /** The average size of its messages, if it is known. */
  readonly bytesEach?: number | undefined;
  /** Is called after each message that has arrived. */
  arrived(): void;
}

/**
 * Moves the messages that a queue has now, in their order; later ones may be among them. A message is acknowledged only after
 * the broker has confirmed that it is in another queue, so nothing is lost wherever this is interrupted; what was not
 * acknowledged yet is then there twice.
 */
export async function move(session: Session, { bytesEach = 1, ...move }: Move): Promise<void> {
  const { consumer } = session;
  await consumer.prefetch(Math.max(1, Math.min(window, Math.floor(windowBytes / bytesEach))), false);
  let progress = Date.now();
  for (let left = await count(session, move.from); left > 0; ) {
    const moved = await moveSome(session, move, left);
    left = moved > 0 ? left - moved : Math.min(left, await count(session, move.from));
    if (moved > 0) progress = Date.now();
    else if (Date.now() - progress > stuckMilliseconds) {
      throw new ConnectionError(
        `the messages of queue "${move.from}" do not come: is another client's consumer exclusive, or the single active one?`,
      );
    }
  }
}

/** Whether a migration's consumer has this tag: the broker still counts it for a moment after its connection is lost. */
export function isOwnTag(tag: unknown): boolean {
  return String(tag).startsWith(tagPrefix);
}

/** Moves messages until the queue is empty. */
export async function moveAll(session: Session, all: Move): Promise<void> {
  for (let pass = 0; (await count(session, all.from)) > 0; pass++) {
    if (pass === passes) {
      throw new ConnectionError(`messages keep coming to queue "${all.from}": stop who publishes to it by its name`);
    }
    await move(session, all);
  }
}

async function count({ consumer }: Session, queue: string): Promise<number> {
  return (await consumer.checkQueue(queue)).messageCount;
}

/** Moves about so many messages, fewer if none comes for a moment. Returns how many. */
async function moveSome(session: Session, move: Move, limit: number): Promise<number> {
  const { consumer, publisher } = session;
  const flow = new Flow(session, move);
  publisher.on("return", flow.returned);
  try {
    const { consumerTag } = await consumer.consume(move.from, flow.take, { consumerTag: tagPrefix + randomUUID() });
    await flow.until(() => flow.moved >= limit || flow.isIdle);
    await consumer.cancel(consumerTag);
    await flow.until(() => flow.isSettled);
    return flow.moved;
  } finally {
    publisher.off("return", flow.returned);
  }
}

interface UnderWay {
  readonly message: ConsumeMessage;
  isConfirmed: boolean;
}

/** The messages that are under way from one queue to another. */
class Flow {
  /** In the order in which they came. */
  readonly #underWay: UnderWay[] = [];
  #last = Date.now();
  #problem: Error | undefined;
  moved = 0;

  constructor(
    readonly session: Session,
    readonly move: Move,
  ) {}

  readonly take = (message: ConsumeMessage | null) => {
    if (!message) this.#fail(new RefusedError(`queue "${this.move.from}" was deleted by another client`));
    if (!message || this.#problem) return;
    this.#last = Date.now();
    try {
      const converted = this.move.convert(exactOf(message));
      const underWay = { message, isConfirmed: false };
      this.#underWay.push(underWay);
      publish(this.session.publisher, converted, message.content, (refused) => this.#confirmed(underWay, refused));
    } catch (error) {
      this.#fail(error as Error);
    }
  };

  /** The broker returns what no queue takes, and then confirms it. */
  readonly returned = () => this.#fail(new RefusedError("the queue to which its messages are moved was deleted"));

  get isSettled(): boolean {
    return this.#underWay.length === 0;
  }

  get isIdle(): boolean {
    return this.isSettled && Date.now() - this.#last > idleMilliseconds;
  }

  async until(isReached: () => boolean): Promise<void> {
    for (;;) {
      this.#acknowledge();
      if (this.#problem || isReached()) break;
      if (Date.now() - this.#last > stuckMilliseconds) throw new ConnectionError("the broker confirms no message");
      await Promise.race([this.session.failure, sleep(pollMilliseconds)]);
    }
    if (this.#problem) throw this.#problem;
  }

  #confirmed(underWay: UnderWay, refused: unknown): void {
    if (refused) this.#fail(new RefusedError("the queue to which its messages are moved does not accept them"));
    if (this.#problem) return;
    underWay.isConfirmed = true;
    this.#last = Date.now();
  }

  /**
   * Acknowledges many at once: of single ones, a quorum queue on another node forgets some if the consumer is cancelled right
   * after them, and delivers those messages again.
   */
  #acknowledge(): void {
    let last: ConsumeMessage | undefined;
    while (this.#underWay[0]?.isConfirmed) {
      last = this.#underWay.shift()?.message;
      this.moved++;
      this.move.arrived();
    }
    if (last) this.session.consumer.ack(last, true);
  }

  #fail(problem: Error): void {
    this.#problem ??= problem;
  }
}
