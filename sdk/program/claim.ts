import * as pulumi from "@pulumi/pulumi";

/** What a user is declared by. */
interface Claim {
  readonly by: string;
  /** Whether others may declare something of the same user: another password or permission, in another place. */
  readonly isShared: boolean;
}

/** By run of a program, since one process may run several; by the broker's provider; by user. */
const claims = new WeakMap<object, Map<unknown, Map<string, Claim>>>();

/** Takes a user for a component: its password and its permissions are one, so a second one would fight for them. */
export function claim(
  broker: pulumi.ProviderResource | undefined,
  username: string,
  by: string,
  { isShared = false } = {},
): void {
  const program = pulumi.runtime.getStackResource() ?? pulumi;
  const brokers = claims.get(program) ?? new Map<unknown, Map<string, Claim>>();
  const owners = brokers.get(broker) ?? new Map<string, Claim>();
  claims.set(program, brokers.set(broker, owners));
  const owner = owners.get(username);
  if (owner && !(owner.isShared && isShared)) {
    throw new pulumi.RunError(
      `user "${username}" is that of ${owner.by} already, and RabbitMQ keeps one password for it, and one permission in each vhost: declare it in one place, or give this one a username of its own`,
    );
  }
  owners.set(username, { by, isShared });
}
