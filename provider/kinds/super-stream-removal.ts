import type { Fields } from "../../model/object";
import { partitionOf } from "../../model/super-stream";
import type { Broker } from "../broker";
import type { Removal, RemovalOptions } from "../kind";
import { RefusedError } from "../management/errors";
import { exchange } from "./exchange";
import { queue } from "./queue";
import { declareSuperStream } from "./super-stream-declare";
import { layoutOf, partsOf } from "./super-stream-parts";
import { type Survey, survey } from "./super-stream-survey";

/**
 * Deletes the exchange, then the streams, after the guards of all of them have run. The exchange goes first: without a
 * binding it would drop what is published to it, and without the exchange the publisher gets an error.
 */
export async function removalOfSuperStream(broker: Broker, object: Fields, options: RemovalOptions): Promise<Removal> {
  const there = await survey(broker, object, "proved");
  const [ofExchange, ...ofStreams] = await Promise.all([
    removalOfExchange(broker, object, there, options),
    ...streamsOf(object, there).map((name) => removalOfStream(broker, { vhost: object["vhost"], name }, options)),
  ]);
  return async () => {
    await ofExchange();
    try {
      for (const remove of ofStreams) await remove();
    } catch (error) {
      if (error instanceof RefusedError && there.isSuper) await putBack(broker, object, there);
      throw error;
    }
  };
}

/** The program's own partitions, and those that the broker has. */
function streamsOf(object: Fields, { layout, streams }: Survey): string[] {
  const keys = new Set([...(layoutOf(object) ?? []), ...layout].filter((key) => key !== undefined));
  const names = [...keys].map((key) => partitionOf(String(object["name"]), key));
  return names.filter((name) => streams.get(name)?.["type"] === "stream");
}

async function removalOfExchange(
  broker: Broker,
  { vhost, name }: Fields,
  { isSuper, bindings }: Survey,
  options: RemovalOptions,
): Promise<Removal> {
  if (!isSuper) return async () => {};
  // Its own bindings are deleted with it, like those that a replacement restores.
  const restores = [...bindings.map((args) => ({ kind: "Binding", args })), ...(options.restores ?? [])];
  return exchange.removal(broker, partsOf({ vhost, name }).exchange.args as never, { ...options, restores });
}

async function removalOfStream(broker: Broker, stream: Fields, { force }: RemovalOptions): Promise<Removal> {
  const named = (error: unknown) =>
    Promise.reject(
      error instanceof RefusedError
        ? new RefusedError(`its partition "${stream["name"]}" is ${error.message}`, { cause: error })
        : error,
    );
  const remove = await queue.removal(broker, stream as never, { force, exists: true }).catch(named);
  return () => remove().catch(named);
}

/** A message came to a partition at the last moment: then nothing is deleted, also not the exchange and the empty partitions. */
async function putBack(broker: Broker, object: Fields, { layout }: Survey): Promise<void> {
  await declareSuperStream(
    broker,
    { ...object, partitions: undefined, routingKeys: layout.map((key) => key ?? null) },
    undefined,
  );
}
