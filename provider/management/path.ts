import { RefusedError } from "./errors";

/** A path below `/api/`, each part percent-encoded. Only {@link path} makes one. */
export type Path = string & { readonly __path: true };

/** The default vhost is `/`: a part that is not escaped addresses another object. */
export function path(literals: TemplateStringsArray, ...parts: readonly string[]): Path {
  return String.raw({ raw: literals }, ...parts.map(segment)) as Path;
}

/** One segment of a path, escaped. The broker normalises dots away and reads an empty last segment as "all of them". */
function segment(part: string): string {
  if (part === "" || part === "." || part === "..")
    throw new RefusedError(`"${part}" is no name that the management API can address`);
  try {
    return encodeURIComponent(part);
  } catch (cause) {
    throw new RefusedError(`${JSON.stringify(part)} is no name, since it is not valid Unicode`, { cause });
  }
}

/** Topology is the same with and without statistics, which are slow to make and may be switched off. */
export function withoutStatistics(target: Path): Path {
  return `${target}?disable_stats=true` as Path;
}
