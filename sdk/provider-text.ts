import type { ProviderName } from "../provider";

/** @internal */
export function typeOf(kind: ProviderName): string {
  return `pulumi-nodejs:dynamic/rabbitmq:${kind}`;
}

/**
 * The text in each resource's state by which Pulumi finds the provider. It is constant, so an upgrade of this package
 * reaches existing resources, and it captures no values. With pnpm, a package that is not a direct dependency can be
 * required from Pulumi's own module only.
 * @internal
 */
export function providerText(kind: ProviderName): string {
  return `let m='pulumi-rabbitmq-topology/provider',r=require;try{r=r(m)}catch{r=r.main.require(m)}exports.handler=()=>r.lifecycle('${kind}')`;
}
