import type { Input } from "@pulumi/pulumi";
import { z } from "zod";
import { name } from "../provider/kinds/field";
import { exchange, type Operation, queue, type Verb } from "./operation";
import type { QueueRef } from "./roles";

/** A stream, or a super stream with its partitions. */
export type StreamUse =
  | QueueRef
  | {
      /** The super stream's name, which is that of an exchange. */
      superStream: Input<string>;
      /** How many partitions it has (`name-0`, `name-1`, …), or what follows `name-` in their names. */
      partitions: Input<number> | Input<Input<string>[]>;
    };

const superStream = z.strictObject({
  superStream: name,
  partitions: z.union(
    [z.int().min(1, "must be 1 or more"), z.array(name).min(1)],
    "must be the number of partitions, or a list of them",
  ),
});
const stream = z.strictObject({ stream: name, storesOffset: z.boolean("must be true or false").default(false) });

/** A stream by its name alone, or one of the two above. */
export const streamUse = z.union([name.transform((value) => stream.parse({ stream: value })), stream, superStream], {
  error: "must be a stream, { stream } or { superStream, partitions }",
});

type Use = z.infer<typeof streamUse>;

export const publishing = (use: Use): Operation[] => [
  ...streamsOf(use).map(forStream("publishToStream")),
  ...("superStream" in use ? [{ verb: "publish" as const, target: exchange(use.superStream) }] : []),
];

export const consuming = (use: Use): Operation[] => [
  ...streamsOf(use).map(forStream("consume")),
  ...("superStream" in use ? [{ verb: "readSuperStream" as const, target: exchange(use.superStream) }] : []),
  ...("stream" in use && use.storesOffset ? streamsOf(use).map(forStream("storeOffset")) : []),
];

const forStream = (verb: Verb) => (name: string) => ({ verb, target: queue(name) });

function streamsOf(use: Use): string[] {
  if ("stream" in use) return [use.stream];
  const { superStream, partitions } = use;
  const suffixes = typeof partitions === "number" ? [...Array(partitions).keys()] : partitions;
  return suffixes.map((suffix) => `${superStream}-${suffix}`);
}
