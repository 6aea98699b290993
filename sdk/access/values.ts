import * as pulumi from "@pulumi/pulumi";
import type { Plain } from "../../model/value";
import type { Kind } from "../../provider/kind";
import { validate } from "../../provider/validate";
import { type AnyReference, argumentsGiven, fromReferences } from "../program/reference";

/**
 * The arguments as the engine got them: the outputs of those that the program gives, since transforms may have changed
 * them. Outputs of other arguments are unknown in a preview. A resource made by `.get()` has no arguments, so all outputs
 * are used.
 */
export function valuesOf<Args>(kind: Kind<Args>, reference: AnyReference): pulumi.Output<Plain<Args>> {
  const given = fromReferences(argumentsGiven(reference));
  const outputs = reference as unknown as Readonly<Record<string, unknown>>;
  const isGiven = "name" in given;
  const fields = isGiven ? Object.keys(given) : Object.keys(kind.schema);
  const values = Object.fromEntries(fields.map((field) => [field, registered(outputs[field], given[field])]));
  return pulumi.output(values).apply((args) => validate(kind, args).inputs) as pulumi.Output<Plain<Args>>;
}

/** The output of a resource's argument; what the program gave for it if there is no such output, as for a topology's part. */
export function registered(output: unknown, given: unknown): pulumi.Output<unknown> {
  return pulumi.all([output, given]).apply(([output, given]) => output ?? given);
}
