import * as pulumi from "@pulumi/pulumi";
import { settingKeys } from "../../provider/management/settings";
import { Provider } from "../provider";

/** The settings of a connection, as texts; the environment is not in them. */
export type Connection = Readonly<Record<string, string | undefined>>;

/** The connection that a resource with these options would have. It is not marked as a secret, so that answers are not. */
export function connectionOf({ provider, parent }: pulumi.InvokeOptions): pulumi.Output<Connection> {
  if (provider && !Provider.isInstance(provider)) throw new Error("the option provider must be a rabbitmq.Provider");
  const inherited = provider ?? parent?.getProvider("pulumi-nodejs:dynamic:Resource");
  if (!Provider.isInstance(inherited)) return pulumi.output(configured());
  if (inherited.settings === undefined) {
    throw new Error("the provider is of an older copy of pulumi-rabbitmq-topology, which has no lookups");
  }
  return pulumi.unsecret(pulumi.output(inherited.settings)) as pulumi.Output<Connection>;
}

/** The stack's configuration. */
function configured(): Connection {
  return Object.fromEntries(settingKeys.map((key) => [key, pulumi.runtime.getConfig(`rabbitmq:${key}`)]));
}
