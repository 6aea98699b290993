import * as pulumi from "@pulumi/pulumi";
import { kinds } from "../../provider/kinds";
import { isLater } from "./lost";
import { isReference } from "./reference";

/**
 * The texts that the program marked as secrets, for the provider, which gets no marks: it must not show them as names.
 * Leaves out references, whose own resource sends its name. `given` has no secret arguments of kinds, which the provider
 * never shows.
 */
export function secretTexts(given: unknown): pulumi.Output<string[]> | undefined {
  const outputs = outputsWithin(given);
  if (outputs.length === 0) return undefined;
  const marked = outputs.map(async (output) => ((await pulumi.isSecret(output)) ? output : undefined));
  const secret = Promise.all(marked).then((all) => {
    const secrets = all.filter((output) => output !== undefined);
    return secrets.length === 0 ? undefined : pulumi.secret(pulumi.all(secrets).apply(textsWithin));
  });
  return pulumi.output(secret) as pulumi.Output<string[]>;
}

function outputsWithin(value: unknown): pulumi.Output<unknown>[] {
  if (typeof value !== "object" || value === null || isReference(value)) return [];
  if (isLater(value)) return [pulumi.output(value)];
  return Object.values(value).flatMap(outputsWithin);
}

/** A key is the name of an object, or of one of these. */
const argumentNames = new Set(Object.values(kinds).flatMap(({ schema }) => Object.keys(schema)));

function textsWithin(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(textsWithin);
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(argumentNames.has(key) ? [] : [key]),
    ...textsWithin(inner),
  ]);
}
