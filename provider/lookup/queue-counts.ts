import type { Fields } from "../../model/object";
import type { Address } from "../address";
import { placeOf } from "../inventory";
import { queue as kind } from "../kinds/queue";
import { exactly, notCounted } from "../kinds/queue-guard";
import { path } from "../management/path";
import { one } from "../management/target";
import { MissingError } from "./missing";
import type { Reader } from "./reader";

/**
 * What is in a queue. Those of a classic queue are exact at this moment, those of a quorum queue up to 5 s old, those of a
 * stream and the number of consumers up to 10 s old. What the broker does not know (yet) is `undefined`, never 0.
 */
export interface QueueCounts {
  /** The queue's type: `classic`, `quorum` or `stream`. */
  readonly type: string;
  /** All messages: `ready` and `unacknowledged`. */
  readonly messages: number | undefined;
  /** The messages that wait for a consumer; of a stream, all of its messages. */
  readonly ready: number | undefined;
  /** The messages that consumers have and have not acknowledged. */
  readonly unacknowledged: number | undefined;
  /** The consumers. */
  readonly consumers: number | undefined;
}

/** @internal */
export async function queueCounts(reader: Reader, { vhost, name }: Address): Promise<QueueCounts> {
  const own = one(path`queues/${vhost}/${name}`, { vhost, name }, ["durable"]);
  const [counted, described] = await Promise.all([
    exactly(reader, { vhost, name }).catch(notCounted),
    reader.get(placeOf(kind, { vhost, name }, own)),
  ]);
  if (!described) throw new MissingError(kind.title({ vhost, name }));
  const type = String(counted?.type ?? described["type"]);
  // Only the statistics count a stream; only the list counts other queues at once.
  const { messages, messages_ready, messages_unacknowledged }: Fields = type === "stream" ? described : { ...counted };
  return {
    type,
    messages: numberIn(messages),
    ready: numberIn(messages_ready),
    unacknowledged: numberIn(messages_unacknowledged),
    consumers: consumersOf(described),
  };
}

/** The list of consumers is newer than their number, and only an empty list may be one that is not filled yet. */
function consumersOf({ consumers, consumer_details: details }: Fields): number | undefined {
  if (!Array.isArray(details)) return undefined;
  return details.length > 0 || typeof consumers === "number" ? details.length : undefined;
}

function numberIn(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}
