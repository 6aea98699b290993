import * as pulumi from "@pulumi/pulumi";

/** The component or topology that declares a user. */
interface Claim {
  readonly by: string;
  /** Whether another one that also shares it may declare the same user, for example its permission in another vhost. */
  readonly isShared: boolean;
}

/** By run of a program (one process may run several), then by provider, then by user. */
const claims = new WeakMap<object, Map<unknown, Map<string, Claim>>>();

/** Reserves a user for one component. RabbitMQ has one password for a user, so two components would overwrite each other's. */
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
      `user "${username}" is already declared by ${owner.by}, and RabbitMQ has one password for it and one permission in each vhost: declare the user in one place, or give this one another username`,
    );
  }
  owners.set(username, { by, isShared });
}
