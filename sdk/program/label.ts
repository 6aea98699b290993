import type * as pulumi from "@pulumi/pulumi";

/** Properties of Pulumi's own classes, which @pulumi/pulumi does not document. */
interface Known {
  readonly __name?: string;
  readonly __pulumiType?: string;
  readonly __parentResource?: Known;
}

/**
 * A text that identifies a resource in its program as its URN does, for an error message:
 * `Queue "orders" in example:Shop "shop"`.
 */
export function labelOf(kind: string, name: string, parent?: pulumi.Resource): string {
  const own = `${kind} ${JSON.stringify(name)}`;
  const around = parent as Known | undefined;
  if (around?.__name === undefined || around.__pulumiType === "pulumi:pulumi:Stack") return own;
  const type = String(around.__pulumiType).replace(/^rabbitmq:index:/, "");
  return `${own} in ${labelOf(type, around.__name, around.__parentResource as pulumi.Resource | undefined)}`;
}
