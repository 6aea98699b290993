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
/** Of an emptying: each moves what the queue has when it begins, and a window more. */
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

/** The messages of a queue while they move. */
export interface Moving {
  /** Moves as many messages as the queue has now, unless it is empty before. */
  present(): Promise<void>;
  /** Moves messages until the queue is empty. */
  all(): Promise<void>;
}

/** Whether a migration's consumer has this tag: the broker still counts it for a moment after its connection is lost. */
export function isOwnTag(tag: unknown): boolean {
  return String(tag).startsWith(tagPrefix);
}

interface UnderWay {
  readonly message: ConsumeMessage;
  isConfirmed: boolean;
}

/** The messages that are under way from one queue to another. */
export class Flow implements Moving {
  /** In the order in which they came. */
  readonly #underWay: UnderWay[] = [];
  #tag: string | undefined;
  #last = Date.now();
  #problem: Error | undefined;
  /** Why no message is taken any more. Those before it still move. */
  #end: Error | undefined;
  #moved = 0;

  constructor(
    readonly session: Session,
    readonly move: Move,
  ) {}

  async present(): Promise<void> {
    await this.#move(0);
  }

  async all(): Promise<void> {
    // Those of one window may be on their way: neither in the queue nor here.
    for (let pass = 0; pass < passes; pass++) if (await this.#move(window)) return;
    const { from } = this.move;
    throw new ConnectionError(`messages keep coming to queue "${from}": stop who publishes to it by its name`);
  }

  /** Moves what has come until the consumer's end. */
  async stop(): Promise<void> {
    this.#last = Date.now();
    if (this.#tag !== undefined) await this.session.consumer.cancel(this.#tag);
    await this.#until(() => this.#isSettled);
  }

  readonly #take = (message: ConsumeMessage | null) => {
    if (!message) this.#fail(new RefusedError(`queue "${this.move.from}" was deleted by another client`));
    if (!message || this.#problem || this.#end) return;
    this.#last = Date.now();
    try {
      const converted = this.move.convert(exactOf(message));
      const underWay = { message, isConfirmed: false };
      this.#underWay.push(underWay);
      publish(this.session.publisher, converted, message.content, (refused) => this.#confirmed(underWay, refused));
    } catch (error) {
      this.#end = error as Error;
    }
  };

  /** The broker returns what no queue takes, and then confirms it. */
  readonly returned = () => this.#fail(new RefusedError("the queue to which its messages are moved was deleted"));

  get #isSettled(): boolean {
    return this.#underWay.length === 0;
  }

  get #isIdle(): boolean {
    return this.#isSettled && Date.now() - this.#last > idleMilliseconds;
  }

  async #count(): Promise<number> {
    return (await this.session.consumer.checkQueue(this.move.from)).messageCount;
  }

  /** Moves as many messages as the queue has, and so many more. Returns whether it is empty before. */
  async #move(more: number): Promise<boolean> {
    const count = await this.#count();
    if (count === 0 && this.#tag === undefined) return true;
    await this.#consume();
    const goal = this.#moved + count + more;
    this.#last = Date.now();
    // A count of none may overtake a message that is on its way here; a second one does not.
    for (let empty = 0; empty < 2; ) {
      await this.#until(() => this.#moved >= goal || this.#isIdle);
      if (this.#moved >= goal) return false;
      const left = await this.#count();
      empty = left === 0 && this.#isIdle ? empty + 1 : 0;
      if (left > 0 && this.#isStuck) throw this.#withheld();
    }
    return true;
  }

  async #consume(): Promise<void> {
    if (this.#tag !== undefined) return;
    const { consumer } = this.session;
    const { from, bytesEach = 1 } = this.move;
    await consumer.prefetch(Math.max(1, Math.min(window, Math.floor(windowBytes / bytesEach))), false);
    const tag = tagPrefix + randomUUID();
    await consumer.consume(from, this.#take, { consumerTag: tag });
    this.#tag = tag;
  }

  #withheld(): Error {
    return new ConnectionError(
      `the messages of queue "${this.move.from}" do not come: is another client's consumer exclusive, or the single active one?`,
    );
  }

  async #until(isReached: () => boolean): Promise<void> {
    for (;;) {
      this.#acknowledge();
      if (this.#problem) throw this.#problem;
      if (this.#end && this.#isSettled) throw this.#end;
      if (isReached()) return;
      if (this.#isStuck) throw new ConnectionError("the broker confirms no message");
      await Promise.race([this.session.failure, sleep(pollMilliseconds)]);
    }
  }

  get #isStuck(): boolean {
    return Date.now() - this.#last > stuckMilliseconds;
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
      this.#moved++;
      this.move.arrived();
    }
    if (last) this.session.consumer.ack(last, true);
  }

  #fail(problem: Error): void {
    this.#problem ??= problem;
  }
}
