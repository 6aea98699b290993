import * as pulumi from "@pulumi/pulumi";
import { omit, withoutUndefined } from "../../provider/fields";
import { objectOptions } from "../../provider/object-options";
import { inOwnKind } from "../../provider/sources/from-item";
import type { FoundObject, Source } from "../../provider/sources/source";
import { unknownValue } from "../../provider/unknown";
import type { Broker } from "./broker";
import type { Declared } from "./declaration";
import { declaredOn } from "./declared";
import { isKnown } from "./known";
import { fromReferencesWithin } from "./reference";

/**
 * What this run of the program has declared on a broker so far, also in a preview: a value that the engine does not know yet
 * is the `unknownValue`.
 */
export function thisProgram(broker: Broker): Source {
  return {
    title: "this program",
    read: async () => ({ objects: await Promise.all(declaredOn(broker).map(inPlainForm)), left: [] }),
  };
}

async function inPlainForm({ kind, args }: Declared): Promise<FoundObject> {
  const fields = Object.entries(omit(args, objectOptions)).map(async ([key, value]) => [key, await byNow(value)]);
  return inOwnKind({ kind, args: withoutUndefined(Object.fromEntries(await Promise.all(fields))) });
}

/** The value with names in place of references. */
async function byNow(value: unknown): Promise<unknown> {
  const output = pulumi.output(fromReferencesWithin(value));
  if (!(await isKnown(output))) return unknownValue;
  return (output as unknown as { promise(): Promise<unknown> }).promise();
}
