import type { BrokerObject, Fields } from "../model/object";
import { fixedDifferences } from "./changes";
import { type Difference, describe, differences, inFormOf } from "./compare";
import type { Kind } from "./kind";
import { RefusedError } from "./management/errors";
import type { Run } from "./run";

const hint = "look at it with `pulumi refresh`, which takes it into the state, or set rabbitmq:onDrift to ignore";

/** Warns of what another client changed since the last run, and what this update sets back. */
export function warnOfDrift(run: Run, object: BrokerObject<Kind>, earlier: Fields, found: Fields | undefined): void {
  if (found === undefined || isIgnored(run)) return;
  const { kind, args } = object;
  const overwritten = new Set(differences(object, found).map(({ field }) => field));
  const drifted = differences({ kind, args: inFormOf(object, earlier) }, found).filter(({ field }) =>
    overwritten.has(field),
  );
  if (drifted.length === 0) return;
  run.report(
    `${kind.title(args)}: another client changed it since the last run, which is overwritten: ${list(kind, drifted)}`,
    "warn",
  );
}

/** Refuses to delete or replace what is no longer the object that the state knows: it may be another client's by now. */
export function refuseDrifted(run: Run, object: BrokerObject<Kind>, found: Fields, done: "deleted" | "replaced"): void {
  if (isIgnored(run)) return;
  const { kind } = object;
  const drifted = done === "replaced" ? fixedDifferences(kind, differences(object, found)) : differences(object, found);
  if (drifted.length === 0) return;
  throw new RefusedError(
    `not ${done}: another client changed it since the last run: ${list(kind, drifted)}. Nothing was changed: ${hint}`,
  );
}

function list(kind: Kind, drifted: readonly Difference[]): string {
  return describe(kind, drifted, ["the state has", "the broker has"]);
}

function isIgnored(run: Run): boolean {
  return run.broker().settings.onDrift === "ignore";
}
