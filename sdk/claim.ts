import * as pulumi from "@pulumi/pulumi";

/** By run of a program, since one process may run several; by the broker's provider; by user. */
const claims = new WeakMap<object, Map<unknown, Map<string, string>>>();

/** Takes a user for one component: its password and its permissions are one, so a second component would fight for them. */
export function claim(broker: pulumi.ProviderResource | undefined, username: string, by: string): void {
  const program = pulumi.runtime.getStackResource() ?? pulumi;
  const brokers = claims.get(program) ?? new Map<unknown, Map<string, string>>();
  const owners = brokers.get(broker) ?? new Map<string, string>();
  claims.set(program, brokers.set(broker, owners));
  const owner = owners.get(username);
  if (owner !== undefined) {
    throw new Error(
      `user "${username}" is that of AppAccess "${owner}" already, and RabbitMQ keeps one password for it, and one permission in each vhost: put all roles into one AppAccess, or give this one a username of its own`,
    );
  }
  owners.set(username, by);
}
