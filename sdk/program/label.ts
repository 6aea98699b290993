import type * as pulumi from "@pulumi/pulumi";

/** What Pulumi's own classes keep of a resource; @pulumi/pulumi documents none of it. */
interface Known {
  readonly __name?: string;
  readonly __pulumiType?: string;
  readonly __parentResource?: Known;
}

/**
 * A resource in a sentence that tells it from every other one of the program, as its URN would:
 * `Queue "orders" in example:Shop "shop"`.
 */
export function labelOf(kind: string, name: string, parent?: pulumi.Resource): string {
  const own = `${kind} ${JSON.stringify(name)}`;
  const around = parent as Known | undefined;
  if (around?.__name === undefined || around.__pulumiType === "pulumi:pulumi:Stack") return own;
  const type = String(around.__pulumiType).replace(/^rabbitmq:index:/, "");
  return `${own} in ${labelOf(type, around.__name, around.__parentResource as pulumi.Resource | undefined)}`;
}
