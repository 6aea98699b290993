import * as pulumi from "@pulumi/pulumi";
import type { Contract } from "../../model/contract";
import { compile, type Grants } from "../../model/grants";
import type { Fields } from "../../model/object";
import { promisesOf } from "../../model/promise";
import type { Roles } from "../../model/roles";
import type { Plain } from "../../model/value";
import { brokerOf, endpointOf } from "../program/broker";
import { fromReferencesWithin, isReference, referencesWithin } from "../program/reference";
import type { AppAccessArgs } from "./args";
import { checkable, checkedRoles } from "./check";
import { loginsOf } from "./logins";
import { withPartitions } from "./super-stream";
import { factsOf, resourcesNamed, surroundingsIn, type Types, typesOf } from "./surroundings";
import { serverOf, urlOf } from "./url";
import { declareUser } from "./user";

/**
 * One application's access to one vhost: a user, and permissions that allow exactly what its roles need. `configure` is
 * `^$` unless a role needs more. The preview warns of everything that these permissions allow beyond the roles.
 * @example
 * ```ts
 * const billing = new rabbitmq.AppAccess("billing", {
 *   vhost,
 *   publishTo: [{ exchange: events, routingKeys: ["invoice.#"] }],
 *   consumeFrom: [paid],
 * });
 * export const url = billing.url;
 * ```
 */
export class AppAccess extends pulumi.ComponentResource {
  /** The user that the application logs in as. */
  readonly username: pulumi.Output<string>;
  /** The user's password, a secret; `undefined` if only its hash is given. */
  readonly password: pulumi.Output<string | undefined>;
  /** The AMQP URL to log in with, a secret. It contains user, password and vhost, percent-encoded. */
  readonly url: pulumi.Output<string>;
  /** The contract, plain JSON without secrets: what exists and what the application may do. The application verifies it at start-up. */
  readonly contract: pulumi.Output<Contract>;
  /** The compiled permissions, the roles that need each name, and warnings of what the permissions allow beyond the roles. */
  readonly grants: pulumi.Output<Grants>;
  readonly #name: string;

  constructor(name: string, args: AppAccessArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("rabbitmq:index:AppAccess", name, {}, opts);
    this.#name = name;
    const provider = this.getProvider("pulumi-nodejs:dynamic:Resource");
    const vhost = pulumi.output(isReference(args.vhost) ? args.vhost.name : (args.vhost as pulumi.Input<string>));
    const { users, turn, ports } = loginsOf(name, args, this);

    const known = pulumi.output(fromReferencesWithin(withPartitions(checkable(args)))) as pulumi.Output<unknown>;
    const roles = known.apply((given) => this.#explained(() => checkedRoles(given as Fields))) as pulumi.Output<
      Plain<Roles>
    >;
    this.grants = pulumi
      .all([roles, vhost, typesOf(referencesWithin(args))])
      .apply(([roles, vhost, types]) => this.#compiled(roles, vhost, types, args.accept));
    const permissions = users.map((login) => declareUser(login, this.grants, vhost, args, this));

    // Read from the permissions, so that the URL is not known before the permissions exist.
    const permitted = pulumi.all(permissions.map(({ user }) => user));
    this.username = pulumi.all([permitted, turn]).apply(([usernames, turn]) => String(usernames[turn]));
    const passwords = pulumi.all(users.map(({ secret }) => secret.password));
    this.password = pulumi.secret(pulumi.all([passwords, turn]).apply(([passwords, turn]) => passwords[turn]));
    const { username, password } = this;
    const server = pulumi
      .all([pulumi.output(args.server), endpointOf(provider), ports])
      .apply(([server, endpoint, ports]) => this.#explained(() => serverOf(server, endpoint, ports)));
    this.url = pulumi.secret(
      pulumi
        .all([server, username, password, vhost])
        .apply(([server, username, password, vhost]) => urlOf(server, { username, password, vhost })),
    );
    const facts = pulumi
      .all([roles, vhost])
      .apply(([roles, vhost]) =>
        factsOf(resourcesNamed(roles as Plain<Roles>, vhost, brokerOf(this), referencesWithin(args))),
      );
    this.contract = pulumi.all([roles, facts, vhost, permitted, pulumi.output(args.owner), this.grants]).apply(
      ([roles, facts, vhost, usernames, owner, { configure, write, read }]): Contract => ({
        version: 1,
        application: name,
        vhost,
        usernames,
        stack: `${organization()}/${pulumi.getProject()}/${pulumi.getStack()}`,
        ...(owner !== undefined && { owner }),
        ...promisesOf(roles as Plain<Roles>, facts),
        permissions: { configure, write, read },
      }),
    );
    // In a unit test, the outputs may become known only after the next test has set its own mocks.
    if (pulumi.runtime.getStackResource())
      this.registerOutputs({ username, grants: this.grants, contract: this.contract });
  }

  #compiled(roles: Plain<Roles>, vhost: string, types: Types, accept: AppAccessArgs["accept"] = []): Grants {
    const surroundings = { ...surroundingsIn(vhost, brokerOf(this), types), accept };
    const grants = this.#explained(() => compile(roles, surroundings));
    // The preview shows the warnings; the update does not repeat them.
    if (pulumi.runtime.isDryRun()) for (const warning of grants.warnings) void pulumi.log.warn(warning, this);
    return grants;
  }

  /** Makes each error of the work one line that names this component. */
  #explained<T>(work: () => T): T {
    try {
      return work();
    } catch (cause) {
      const error = new pulumi.RunError(`AppAccess "${this.#name}": ${(cause as Error).message}`);
      // Pulumi asks Node to format the stack in any case; with a frame of Pulumi's in it, that takes half a minute.
      error.stack = "";
      throw error;
    }
  }
}

/** Pulumi's mocks have no organization, and `getOrganization` throws. */
function organization(): string {
  try {
    return pulumi.getOrganization();
  } catch {
    return "organization";
  }
}
