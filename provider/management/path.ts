import { RefusedError } from "./errors";

/** A path below `/api/`, each part percent-encoded. Only {@link path} creates one. */
export type Path = string & { readonly __path: true };

/** Escapes each part: the default vhost is `/`, so an unescaped part would address another object. */
export function path(literals: TemplateStringsArray, ...parts: readonly string[]): Path {
  return String.raw({ raw: literals }, ...parts.map(segment)) as Path;
}

/** The broker removes dot segments, and reads an empty last segment as "all objects". */
export function isAddressable(part: string): boolean {
  return part !== "" && part !== "." && part !== "..";
}

/** Escapes one segment of a path. */
function segment(part: string): string {
  if (!isAddressable(part)) throw new RefusedError(`the management API cannot address the name "${part}"`);
  try {
    return encodeURIComponent(part);
  } catch (cause) {
    throw new RefusedError(`${JSON.stringify(part)} is not a name, since it is not valid Unicode`, { cause });
  }
}

/** Leaves out the statistics, which are slow to compute, may be switched off, and do not belong to the topology. */
export function withoutStatistics(target: Path): Path {
  return `${target}?disable_stats=true` as Path;
}
