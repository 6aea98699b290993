import { setTimeout as sleep } from "node:timers/promises";
import type { Fields } from "../../model/object";
import { placeOf } from "../inventory";
import type { Kind } from "../kind";
import { exchange as exchangeKind } from "../kinds/exchange";
import { operatorPolicy } from "../kinds/operator-policy";
import { policy } from "../kinds/policy";
import { queue as queueKind } from "../kinds/queue";
import { exactly } from "../kinds/queue-guard";
import { RefusedError } from "../management/errors";
import { type Path, path, withoutStatistics } from "../management/path";
import { one as oneTarget } from "../management/target";
import { one } from "./kind";
import { MissingError } from "./missing";
import type { Reader } from "./reader";

/** A queue or an exchange. */
interface Subject {
  readonly vhost: string;
  readonly queue?: string | undefined;
  readonly exchange?: string | undefined;
}

/** What the broker applies: the two policies in the shape of their kinds, and their definitions merged. */
interface Applied {
  readonly policy: Fields | undefined;
  readonly operatorPolicy: Fields | undefined;
  readonly definition: Fields;
}

/** The statistics of a new queue, and those of a changed one, are up to 10 s late. */
const waitMilliseconds = 15_000;
const pollMilliseconds = 500;

export async function effectivePolicy(reader: Reader, { vhost, queue, exchange }: Subject): Promise<Applied> {
  if ((queue === undefined) === (exchange === undefined)) {
    throw new RefusedError("either queue or exchange must be given");
  }
  if (exchange !== undefined) return ofExchange(reader, vhost, exchange);
  return ofQueue(reader, vhost, String(queue));
}

async function ofExchange(reader: Reader, vhost: string, name: string): Promise<Applied> {
  const item = await existing(
    reader,
    exchangeKind,
    { vhost, name },
    withoutStatistics(path`exchanges/${vhost}/${name}`),
  );
  const own = await namedBy(reader, policy, vhost, item["policy"]);
  return { policy: own, operatorPolicy: undefined, definition: (own?.["definition"] ?? {}) as Fields };
}

async function ofQueue(reader: Reader, vhost: string, name: string): Promise<Applied> {
  const target = path`queues/${vhost}/${name}`;
  const item = await existing(reader, queueKind, { vhost, name }, withoutStatistics(target));
  const shown = "effective_policy_definition" in item ? item : await inStatistics(reader, { vhost, name }, target);
  const [own, operators] = await Promise.all([
    namedBy(reader, policy, vhost, shown["policy"]),
    namedBy(reader, operatorPolicy, vhost, shown["operator_policy"]),
  ]);
  return {
    policy: own,
    operatorPolicy: operators,
    definition: shown["effective_policy_definition"] as Fields,
  };
}

/**
 * Before RabbitMQ 4.3, only a queue's statistics have its operator policy. The list with counts has its policy at once, so
 * statistics with another policy are out of date.
 */
async function inStatistics(reader: Reader, queue: { vhost: string; name: string }, target: Path): Promise<Fields> {
  for (const deadline = Date.now() + waitMilliseconds; ; await sleep(pollMilliseconds)) {
    const [item, counted] = await Promise.all([existing(reader, queueKind, queue, target), exactly(reader, queue)]);
    const isCurrent = (item["policy"] || undefined) === ((counted as Fields | undefined)?.["policy"] || undefined);
    if ("effective_policy_definition" in item && isCurrent) return item;
    if (Date.now() > deadline) {
      throw new RefusedError(
        `RabbitMQ ${await reader.version()} does not say which policies apply to ${queueKind.title(queue)}: before RabbitMQ 4.3 only statistics have it, and they may be switched off`,
      );
    }
  }
}

async function existing(reader: Reader, kind: Kind, object: Fields, target: Path): Promise<Fields> {
  const found = await reader.get(placeOf(kind, object, oneTarget(target, object, ["durable"])));
  if (!found) throw new MissingError(kind.title(object));
  return found;
}

/** The policy of this name; `undefined` if none applies, which the broker says as null, "" or not at all. */
async function namedBy(reader: Reader, kind: Kind, vhost: string, name: unknown): Promise<Fields | undefined> {
  return name ? one(reader, kind, { vhost, name }) : undefined;
}
