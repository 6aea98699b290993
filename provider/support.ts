import type { BrokerObject, Fields } from "../model/object";
import { isAtLeast, type Version, versionIn } from "../model/version";
import type { Kind, SupportRow } from "./kind";
import { hasUnknown } from "./unknown";
import type { Doubt } from "./validate";

/** The RabbitMQ that an object is to be declared on. */
export interface Release {
  /** Its version, such as "4.0.5". */
  readonly version: string;
  /** Where it is known from, such as "the broker runs". */
  readonly from: string;
  /** Whether its configuration forbids a deprecated feature. */
  denies(feature: string): boolean;
}

/** The arguments of an object that not every RabbitMQ supports. */
export function versionedIn({ kind, args }: BrokerObject<Kind>): SupportRow[] {
  return kind.support.filter(({ field, part, includes }) => {
    const value = partOf(args[field], part);
    return value !== undefined && value !== null && !hasUnknown(value) && (includes?.(value, args) ?? true);
  });
}

/** The value of one key of a table, or the whole value. */
export function partOf(value: unknown, part: string | undefined): unknown {
  if (part === undefined) return value;
  return typeof value === "object" && value !== null && Object.hasOwn(value, part)
    ? (value as Fields)[part]
    : undefined;
}

/** The arguments that this release refuses or ignores. */
export function unsupported(rows: readonly SupportRow[], release: Release): Doubt[] {
  const version = versionIn(release.version);
  return rows.flatMap((row) => {
    const { field, part, of, since, until, lacking, feature, instead } = row;
    const what = [field, part && JSON.stringify(part), of].filter(Boolean).join(" ");
    const hint = instead === undefined ? "" : `: ${instead}`;
    const is = `${release.from} ${release.version}`;
    const doubt = (reason: string): Doubt => ({ fields: [field], part, property: "", reason: `${reason}${hint}` });
    if (since && !isAtLeast(version, since)) return doubt(`${what} needs RabbitMQ ${text(since)}, ${is}`);
    if (!until || !isAtLeast(version, until) || (feature && !release.denies(feature))) return [];
    const how = lacking === "refuses" ? "refused" : "ignored";
    return doubt(`${what} is ${how} from RabbitMQ ${text(until)} on, ${is}`);
  });
}

function text(version: Version): string {
  return version.join(".");
}
