import type { Fields } from "../../model/object";
import { RefusedError } from "../management/errors";
import { path } from "../management/path";
import { list } from "../management/target";
import type { Reader } from "./reader";

/** A feature that a later RabbitMQ refuses. */
export interface DeprecatedFeature {
  /** Its name, such as `transient_nonexcl_queues`. */
  readonly name: string;
  /** How far its removal is: `permitted_by_default`, `denied_by_default`, `disconnected` or `removed`. */
  readonly phase: string;
  /** Whether this broker uses it: the next version that removes it would refuse what does. */
  readonly inUse: boolean;
  /** The plugin that it belongs to; `rabbit` is the broker itself. */
  readonly providedBy: string;
  /** The address of a page about it. */
  readonly documentation: string | undefined;
}

/** The first version whose list was seen. */
const since = [4, 0] as const;

const has = ["name", "deprecation_phase"];

/** @internal */
export async function deprecatedFeatures(reader: Reader): Promise<DeprecatedFeature[]> {
  if (!(await reader.isAtLeast(...since))) {
    throw new RefusedError(
      `RabbitMQ ${await reader.version()} does not list its deprecated features: it needs RabbitMQ ${since.join(".")}`,
    );
  }
  const [all, used] = await Promise.all([
    reader.getExisting(list(path`deprecated-features`, {}, has)),
    reader.getExisting(list(path`deprecated-features/used`, {}, has)),
  ]);
  const names = new Set(used.map(({ name }) => name));
  return all.map(({ name, deprecation_phase, provided_by, doc_url }: Fields) => ({
    name: String(name),
    phase: String(deprecation_phase),
    inUse: names.has(name),
    providedBy: String(provided_by),
    documentation: doc_url ? String(doc_url) : undefined,
  }));
}
