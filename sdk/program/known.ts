import type * as pulumi from "@pulumi/pulumi";

/** Whether the engine knows the output's value: a preview does not know what a resource will only have after the update. */
export function isKnown(output: pulumi.Output<unknown>): Promise<boolean> {
  return (output as unknown as Inner).isKnown;
}

/** What Pulumi's types do not show of an output. */
interface Inner {
  readonly isKnown: Promise<boolean>;
}
