import * as pulumi from "@pulumi/pulumi";
import type { Fields } from "../../model/object";
import { keyProblem } from "../../provider/kinds/schema";
import { isReference } from "./reference";

/**
 * Refuses a key that the provider's check cannot see: for "__proto__", Pulumi sends what it contains as if it were
 * beside it.
 */
export function refuseLostKeys(args: Fields, title: string): void {
  const lost = Object.keys(args).find((key) => hasLostKey(args[key]));
  if (lost !== undefined) throw new pulumi.ResourceError(`${title}: ${lost} ${keyProblem}`, undefined);
}

function hasLostKey(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (isReference(value) || pulumi.Output.isInstance(value) || value instanceof Promise) return false;
  return Object.hasOwn(value, "__proto__") || Object.values(value).some(hasLostKey);
}
