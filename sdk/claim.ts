import * as pulumi from "@pulumi/pulumi";

/** By run of a program, since one process may run several; by the broker's provider; by vhost and user. */
const claims = new WeakMap<object, Map<unknown, Map<string, string>>>();

/** Takes a user in a vhost for one component. RabbitMQ has one entry for both, so a second component would fight for it. */
export function claim(broker: pulumi.ProviderResource | undefined, vhost: string, username: string, by: string): void {
  const program = pulumi.runtime.getStackResource() ?? pulumi;
  const brokers = claims.get(program) ?? new Map<unknown, Map<string, string>>();
  const owners = brokers.get(broker) ?? new Map<string, string>();
  claims.set(program, brokers.set(broker, owners));
  const key = JSON.stringify([vhost, username]);
  const owner = owners.get(key);
  if (owner !== undefined) {
    throw new Error(
      `user "${username}" has its permissions in vhost "${vhost}" from AppAccess "${owner}" already, and RabbitMQ keeps one entry for both: put all roles into one AppAccess, or give this one a username of its own`,
    );
  }
  owners.set(key, by);
}
