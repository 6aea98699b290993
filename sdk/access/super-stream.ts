import type * as pulumi from "@pulumi/pulumi";
import type { Fields } from "../../model/object";
import type { RoleName } from "../../model/role-table";
import { superStream } from "../../provider/kinds/super-stream";
import { keysOf } from "../../provider/kinds/super-stream-parts";
import { type AnyReference, isReference } from "../program/reference";
import { valuesOf } from "./values";

/** The roles that a super stream can have. */
const roles: readonly RoleName[] = ["publishToStream", "consumeFromStream"];

/** The arguments, in which each super stream that is given as a resource comes with its partitions as they are. */
export function withPartitions(args: Fields): Fields {
  const complete = (entry: unknown) => {
    if (isSuperStream(entry)) return { superStream: entry, partitions: partitionsOf(entry) };
    const { superStream } = (entry ?? {}) as Fields;
    return isSuperStream(superStream) ? { partitions: partitionsOf(superStream), ...(entry as Fields) } : entry;
  };
  return Object.fromEntries(
    Object.entries(args).map(([key, value]) => {
      const isStreamRole = (roles as readonly string[]).includes(key) && Array.isArray(value);
      return [key, isStreamRole ? value.map(complete) : value];
    }),
  );
}

function isSuperStream(value: unknown): value is AnyReference {
  return isReference(value) && value.kind === "SuperStream";
}

function partitionsOf(reference: AnyReference): pulumi.Output<string[] | undefined> {
  return valuesOf(superStream, reference).apply((args) => keysOf(args as Fields));
}
