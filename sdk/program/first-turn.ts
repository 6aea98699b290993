import type * as pulumi from "@pulumi/pulumi";

/**
 * The resource whose constructor is running, once the program's first turn is over: until then, a synchronous program has
 * declared all its resources. `undefined` if the constructor failed.
 */
export async function afterFirstTurn(resource: () => pulumi.Resource): Promise<pulumi.Resource | undefined> {
  await new Promise((resolve) => setImmediate(resolve));
  try {
    return resource();
  } catch {
    return undefined;
  }
}
