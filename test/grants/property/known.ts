import { writesToDefaultExchange } from "../../../model/excess";
import type { Operation, Thing } from "../../../model/operation";

/** Told as an excess, or part of something that was asked for. */
export function isKnown(operation: Operation, asked: readonly Operation[], excess: readonly Operation[]): boolean {
  const { verb, target, other } = operation;
  const isDefault = [target, other].some((thing) => thing?.type === "exchange" && thing.name === "");
  if (isDefault) return writesToDefaultExchange(asked);
  if (verb === "purge" && includes(asked, { verb: "deleteQueue", target })) return true;
  // A detour to where it may publish with any key anyway, or is told that it may.
  const mayPublish =
    other && includes([...asked.filter(({ keys }) => !keys), ...excess], { verb: "publish", target: other });
  if (verb.startsWith("declare") && mayPublish) return true;
  return includes(excess, operation);
}

export function includes(operations: readonly Operation[], { verb, target, other }: Operation): boolean {
  return operations.some(
    (one) =>
      one.verb === verb && covers(one.target, target) && (one.other ? !!other && covers(one.other, other) : !other),
  );
}

function covers(one: Thing, other: Thing): boolean {
  if (one.type !== other.type) return false;
  return one.isPrefix ? other.name.startsWith(one.name) : one.name === other.name && !other.isPrefix;
}

export function describeOperation({ verb, target, other }: Operation): string {
  const named = ({ type, name, isPrefix }: Thing) => `${type} ${JSON.stringify(name)}${isPrefix ? "*" : ""}`;
  return `${verb} ${named(target)}${other ? ` and ${named(other)}` : ""}`;
}
