/**
 * What programs look up on a broker. The SDK loads this file with the first lookup, since a client needs half a second to
 * load.
 */
import type { Fields } from "../../model/object";
import { type KindName, kinds } from "../kinds";
import { connections } from "./connections";
import { deprecatedFeatures } from "./deprecated-features";
import { effectivePolicy } from "./effective-policy";
import { all, one } from "./kind";
import { overview } from "./overview";
import { queueCounts } from "./queue-counts";
import type { Reader } from "./reader";
import { whoami } from "./whoami";

export { MissingError } from "./missing";
export { withReader } from "./reader";

/** The questions that are not about one kind. */
export const questions = { connections, deprecatedFeatures, effectivePolicy, overview, queueCounts, whoami };

export const oneOf = (kind: KindName) => (reader: Reader, args: Fields) => one(reader, kinds[kind], args);
export const allOf = (kind: KindName) => (reader: Reader, args: Fields) => all(reader, kinds[kind], args);
