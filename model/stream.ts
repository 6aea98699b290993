import { z } from "zod";
import { name } from "./name";
import { exchange, type Operation, queue, type Verb } from "./operation";
import { maxPartitions, numbered, partitionOf } from "./super-stream";

const superStream = z.strictObject({
  superStream: name,
  partitions: z.union(
    [z.int().min(1, "must be 1 or more").max(maxPartitions, `must be at most ${maxPartitions}`), z.array(name).min(1)],
    "must be the number of partitions, or a list of them",
  ),
});
const byName = name.transform((value) => ({ stream: value }));
const offset = { storesOffset: z.boolean("must be true or false").default(false) };

export const streamPublication = z.union([byName, superStream], {
  error: "must be a stream, or { superStream, partitions }",
});
export const streamConsumption = z.union(
  [byName, z.strictObject({ stream: name, ...offset }), superStream.extend(offset)],
  {
    error: "must be a stream, { stream, storesOffset } or { superStream, partitions }",
  },
);

type Use = z.infer<typeof streamPublication>;

export const publishing = (use: Use): Operation[] => [
  ...streamsOf(use).map(forStream("publishToStream")),
  ...("superStream" in use ? [{ verb: "publish" as const, target: exchange(use.superStream) }] : []),
];

export const consuming = (use: z.infer<typeof streamConsumption>): Operation[] => [
  ...streamsOf(use).map(forStream("consume")),
  ...("superStream" in use ? [{ verb: "readSuperStream" as const, target: exchange(use.superStream) }] : []),
  ...("storesOffset" in use && use.storesOffset ? streamsOf(use).map(forStream("storeOffset")) : []),
];

const forStream = (verb: Verb) => (name: string) => ({ verb, target: queue(name) });

function streamsOf(use: Use): string[] {
  if ("stream" in use) return [use.stream];
  const { superStream, partitions } = use;
  const keys = typeof partitions === "number" ? numbered(partitions) : partitions;
  return keys.map((key) => partitionOf(superStream, key));
}
