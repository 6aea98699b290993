import * as pulumi from "@pulumi/pulumi";
import type { Fields } from "../../model/object";
import { deepest, depthProblem, keyProblem } from "../../provider/kinds/schema";
import { similar } from "../../provider/similar";
import { isReference } from "./reference";

/**
 * The arguments, without what Pulumi would drop or change on the way, so that the provider's check could not see it: that
 * is refused, in outputs and promises once they are known. Pulumi sends the values of a key "__proto__" as if they were
 * beside it, and a text without the half of a character in it.
 */
export function withoutLost(args: Fields, title: string, { known, prototype }: Class): Fields {
  for (const key of Object.keys(args).filter((key) => !known.includes(key))) {
    if (!key.startsWith("__") && key.isWellFormed() && !ownedByPulumi.includes(key) && !(key in prototype)) continue;
    const meant = similar(key, known);
    throw refusal(`${title}: ${key.toWellFormed()} is not an argument${meant ? `: did you mean ${meant}?` : ""}`);
  }
  return Object.fromEntries(
    Object.entries(args).map(([key, value]) => {
      const refuse = (problem: string | undefined) => {
        if (problem !== undefined) throw refusal(`${title}: ${key} ${problem}`);
      };
      refuse(problemOf(value));
      return [key, checkedLater(value, refuse)];
    }),
  );
}

/** Properties of each resource. Pulumi does not send arguments of these names. */
const ownedByPulumi = ["id", "urn"];

/** The class whose constructor gets the arguments. */
interface Class {
  /** The names of its arguments. */
  readonly known: readonly string[];
  /** Pulumi would overwrite what this has with the output of an argument of the same name. */
  readonly prototype: object;
}

/**
 * The inputs as outputs where they have a key "toString" or the like: Pulumi makes a text of each input that is no output,
 * and would call that.
 */
export function withoutTexts(inputs: Fields): Fields {
  const entries = Object.entries(inputs);
  if (!entries.some(([, value]) => overridesText(value))) return inputs;
  return Object.fromEntries(entries.map(([key, value]) => [key, overridesText(value) ? pulumi.output(value) : value]));
}

/** Also in a list, whose text is made of those of its items. */
function overridesText(value: unknown): boolean {
  if (typeof value !== "object" || value === null || isLater(value)) return false;
  if (Array.isArray(value)) return value.some(overridesText);
  return Object.hasOwn(value, "toString") || Object.hasOwn(value, "valueOf");
}

/** An error that Pulumi prints as one line, without a stack. */
export function refusal(line: string): Error {
  const error = new pulumi.RunError(line);
  // In an `apply`, Pulumi asks Node to format the stack; with a frame of Pulumi's in it, that takes half a minute.
  error.stack = "";
  return error;
}

/**
 * The same value, whose outputs and promises are checked once they are known. `pulumi.output` is not used for that: it
 * makes an empty object of a Map, before anything can see it.
 */
function checkedLater(value: unknown, refuse: (problem: string | undefined) => void): unknown {
  if (!hasLater(value)) return value;
  const check = (known: unknown) => {
    refuse(problemOf(known));
    return checkedLater(known, refuse);
  };
  if (pulumi.Output.isInstance(value)) return value.apply(check);
  if (value instanceof Promise) return value.then(check);
  if (Array.isArray(value)) return value.map((inner) => checkedLater(inner, refuse));
  return Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, checkedLater(inner, refuse)]));
}

function problemOf(value: unknown, depth = 0): string | undefined {
  switch (typeof value) {
    case "string":
      return value.isWellFormed() ? undefined : "must not contain half a character (a lone surrogate)";
    case "function":
    case "symbol":
      return `must not contain a ${typeof value}, which Pulumi does not send`;
    case "bigint":
      return 'must not contain a bigint, which Pulumi does not send: use a number, or rabbitmq.integer("...") beyond 2^53';
  }
  if (typeof value !== "object" || value === null || isResource(value) || isLater(value)) return undefined;
  if (depth > deepest) return depthProblem;
  const isView = ArrayBuffer.isView(value);
  if (!isView && !keysOf(value).every(isKept)) return keyProblem;
  if (isView || !(Array.isArray(value) || isData(value))) {
    return `must not contain a ${value.constructor.name}, which Pulumi does not send as it is`;
  }
  return firstProblem(Object.values(value), depth + 1);
}

function firstProblem(values: readonly unknown[], depth: number): string | undefined {
  for (const value of values) {
    const problem = problemOf(value, depth);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Whether its own keys are all of it, unlike a Map's or a Date's. */
function isData(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  return isPlain || Object.keys(value).length > 0;
}

/** Also the data that it inherits: an output makes a prototype of what a key "__proto__" has. */
function keysOf(value: object): string[] {
  const keys: string[] = [];
  for (const key in value) {
    if (Object.hasOwn(value, key)) keys.push(key);
    else if (typeof (value as Fields)[key] !== "function") keys.push("__proto__");
  }
  return keys;
}

function isKept(key: string): boolean {
  return key !== "__proto__" && key.isWellFormed();
}

function isResource(value: object): boolean {
  return isReference(value) || pulumi.Resource.isInstance(value);
}

export function hasLater(value: unknown): boolean {
  if (typeof value !== "object" || value === null || isResource(value)) return false;
  return isLater(value) || Object.values(value).some(hasLater);
}

/** Whether the program knows the value only later. */
export function isLater(value: unknown): boolean {
  return value instanceof Promise || pulumi.Output.isInstance(value);
}
