import * as pulumi from "@pulumi/pulumi";
import type { Fields } from "../../model/object";
import type { Kind } from "../../provider/kind";
import { kinds } from "../../provider/kinds";
import { isArgument } from "../../provider/options";
import { unknownValue } from "../../provider/unknown";
import { unnamed, validate } from "../../provider/validate";
import type { Declaration } from "./declaration";
import { isLater } from "./lost";
import { isReference, nameOf } from "./reference";
import { mayTransformLater } from "./transformed";

/**
 * Reports the mistakes of all resources. The engine stops at the first resource whose check fails, so without this each run
 * would show one more. The mistakes of one resource alone are left to its check, and so are those of a topology, whose
 * check reports all of its objects.
 */
export function reportMistakes(declarations: readonly Declaration[]): void {
  if (mayTransformLater()) return;
  const all = declarations.filter(({ owner }) => "kind" in owner).map(mistakesOf);
  const wrong = all.filter((mistakes) => mistakes.length > 0);
  if (wrong.length < 2) return;
  for (const line of wrong.flat()) void pulumi.log.error(line);
}

function mistakesOf({ objects }: Declaration): string[] {
  return objects().flatMap(({ kind, args, by }) => {
    // `Queue.get` gives no arguments.
    if (Object.keys(args).length === 0) return [];
    const { failures } = validate(kinds[kind], known(sent(kinds[kind], args)) as Fields);
    return failures.map((failure) => `${by}: ${unnamed(failure).reason}`);
  });
}

/**
 * What Pulumi will send for certain. An `AppAccess` gives its permissions another property, which is a promise of nothing
 * unless the update leaves something out.
 */
function sent({ schema }: Kind, args: Fields): Fields {
  const entries = Object.entries(args).filter(([key, value]) => value !== undefined && isArgument(key));
  return Object.fromEntries(entries.filter(([key, value]) => Object.hasOwn(schema, key) || !isLater(value)));
}

/** The value as far as the program's text gives it. */
function known(value: unknown): unknown {
  if (isReference(value)) return nameOf(value) ?? unknownValue;
  if (isLater(value)) return unknownValue;
  if (Array.isArray(value)) return value.map(known);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, known(inner)]));
}
