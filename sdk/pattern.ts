import * as pulumi from "@pulumi/pulumi";
import { matching, matchingPrefixes } from "../model/match";
import type { Reference } from "../model/value";
import { isReference } from "./program/reference";
import { TopologyPart } from "./program/topology-part";

/** A name in a pattern: an `Exchange`, a `Queue`, or a name as text or as an output. */
export type PatternName = pulumi.Input<string> | Reference<"Exchange"> | Reference<"Queue">;

/**
 * The `pattern` of a policy for exactly these exchanges and queues: `exactly(orders, "audit")` is `^(audit|orders)$`. Special
 * characters of the names are escaped. The policy depends on the resources; while a name is unknown in a preview, so is the
 * pattern. Without any name it matches nothing. RabbitMQ 4.3 accepts patterns up to 1024 bytes.
 */
export function exactly(...names: string[]): string;
export function exactly(...names: PatternName[]): pulumi.Output<string>;
export function exactly(...names: PatternName[]): pulumi.Input<string> {
  return patternOf("exactly", names, matching);
}

/**
 * The `pattern` of a policy for all exchanges and queues whose names begin with one of these prefixes:
 * `startingWith("orders.")` is `^orders\.`. Special characters of the prefixes are escaped. Without any prefix it matches nothing.
 */
export function startingWith(...prefixes: string[]): string;
export function startingWith(...prefixes: PatternName[]): pulumi.Output<string>;
export function startingWith(...prefixes: PatternName[]): pulumi.Input<string> {
  return patternOf("startingWith", prefixes, matchingPrefixes);
}

/** Plain names give a plain text, since the engine's time for a `Topology` grows with its outputs. */
function patternOf(
  builder: string,
  names: readonly PatternName[],
  pattern: (names: readonly string[]) => string,
): pulumi.Input<string> {
  const inputs = names.map(inputOf);
  if (inputs.every((input) => typeof input === "string")) return pattern(inputs);
  return pulumi.all(inputs).apply((known) => pattern(known.map((name) => text(builder, name))));

  function inputOf(name: PatternName): pulumi.Input<string> {
    if (TopologyPart.isInstance(name) && name.topology === undefined) return name.key;
    if (isReference(name)) return name.name;
    const input = name as pulumi.Input<string>;
    return pulumi.Output.isInstance(input) || input instanceof Promise ? input : text(builder, input);
  }
}

function text(builder: string, name: unknown): string {
  if (typeof name === "string") return name;
  throw new pulumi.RunError(`${builder}: each name must be an Exchange, a Queue or a string, not ${typeOf(name)}`);
}

function typeOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "a list: write ...names" : typeof value;
}
