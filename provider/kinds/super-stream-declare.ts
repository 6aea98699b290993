import type { BrokerObject, Fields } from "../../model/object";
import { growthProblem, partitionOf } from "../../model/super-stream";
import type { Plain } from "../../model/value";
import type { Broker } from "../broker";
import type { Declared } from "../kind";
import { IncompleteError, RefusedError } from "../management/errors";
import { binding } from "./binding";
import { exchange } from "./exchange";
import { queue } from "./queue";
import { keysOf, partsOf } from "./super-stream-parts";
import { type Survey, survey } from "./super-stream-survey";

/**
 * Declares what is missing: first the streams, then the exchange, then the bindings in order. So an exchange without all
 * bindings shows that a declaration was interrupted.
 */
export async function declareSuperStream(broker: Broker, args: Fields, found: Fields | undefined): Promise<Declared> {
  const there = await survey(broker, args, "peek");
  refuseOtherPartitions(args, there);
  const missing = partsOf(args).partitions.filter((_, index) => there.layout[index] === undefined);
  const made: Declared[] = [];
  const send = async <Args>(kind: Declaring<Args>, part: BrokerObject) => {
    const declared = await kind.declare(broker, part.args as Plain<Args>, undefined);
    made.push(declared);
    return declared;
  };
  try {
    await all(missing.map(({ stream }) => send(queue, stream)));
    const existed = there.isSuper || (await send(exchange, partsOf(args).exchange)).existed === true;
    for (const { binding: next } of missing) await send(binding, next);
    return { existed };
  } catch (cause) {
    const isNew = found === undefined && !there.isSuper && made.some(({ existed }) => existed !== true);
    if (!isNew || !(cause instanceof Error)) throw cause;
    throw new IncompleteError(
      `not all of it could be declared: ${cause.message}. Run \`pulumi up\` again, which declares the rest`,
      [],
      { cause },
    );
  }
}

/** Waits for all, so that nothing goes on after an error. */
async function all(work: readonly Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
}

interface Declaring<Args> {
  declare(broker: Broker, args: Plain<Args>, found: Fields | undefined): Promise<Declared>;
}

/** The broker would accept it, but then it would have partitions that the program does not know. */
function refuseOtherPartitions(args: Fields, { layout, others }: Survey): void {
  const name = String(args["name"]);
  const problem = growthProblem(name, layout, keysOf(args) ?? []);
  if (problem !== undefined) throw new RefusedError(problem);
  const [first] = others;
  if (first === undefined) return;
  throw new RefusedError(
    `the stream "${first}" is bound to its exchange in another way than its partitions, such as "${partitionOf(name, "0")}", are: clients would take it for a partition. Delete that binding first`,
  );
}
