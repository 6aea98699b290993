import * as pulumi from "@pulumi/pulumi";
import type { Contract } from "../../model/contract";
import { compile, type Grants } from "../../model/grants";
import type { Fields } from "../../model/object";
import { promisesOf } from "../../model/promise";
import type { Roles } from "../../model/roles";
import type { Plain } from "../../model/value";
import type { Permissions } from "../kinds";
import { claim } from "../program/claim";
import { type Declared, declare } from "../program/declared";
import { fromReferencesWithin, isReference, referencesWithin } from "../program/reference";
import type { AppAccessArgs } from "./args";
import { checkable, checkedRoles } from "./check";
import { loginsOf } from "./logins";
import { factsOf, resourcesNamed, surroundingsIn, type Types, typesOf } from "./surroundings";
import { endpointOf, serverOf, urlOf } from "./url";
import { declareUser } from "./user";

/**
 * What one application may do in one vhost: a user of its own, and permissions for exactly the roles that it plays. Its
 * `configure` is `^$` unless a role needs more. What RabbitMQ's permissions allow beyond the roles is a warning.
 */
export class AppAccess extends pulumi.ComponentResource {
  /** The user to log in as. */
  readonly username: pulumi.Output<string>;
  /** Its password, a secret; `undefined` where only its hash is known. */
  readonly password: pulumi.Output<string | undefined>;
  /** The URL to log in with, a secret: user, password and vhost are in it, percent-encoded. */
  readonly url: pulumi.Output<string>;
  /** What the platform promises, for the application to verify at its start: plain JSON without secrets. */
  readonly contract: pulumi.Output<Contract>;
  /** The compiled permissions, which roles ask for each name, and what they allow beyond the roles. */
  readonly grants: pulumi.Output<Grants>;
  readonly #name: string;

  constructor(name: string, args: AppAccessArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("rabbitmq:index:AppAccess", name, {}, opts);
    this.#name = name;
    const provider = this.getProvider("pulumi-nodejs:dynamic:Resource");
    const vhost = pulumi.output(isReference(args.vhost) ? args.vhost.name : (args.vhost as pulumi.Input<string>));
    const { users, turn } = loginsOf(name, args, this);
    declare(this, () => writtenRights(name, args));

    const usernames = pulumi.all(users.map(({ username }) => username));
    const roles = pulumi.all([fromReferencesWithin(checkable(args)), usernames] as const).apply(([given, usernames]) =>
      this.#explained(() => {
        for (const username of usernames) claim(provider, username, `AppAccess "${name}"`);
        return checkedRoles(given as Fields);
      }),
    ) as pulumi.Output<Plain<Roles>>;
    this.grants = pulumi
      .all([roles, vhost, typesOf(referencesWithin(args))])
      .apply(([roles, vhost, types]) => this.#compiled(roles, vhost, types, args.accept));
    const permissions = users.map((login) => declareUser(login, this.grants, vhost, args, this));

    // From the permissions, so that whoever is handed the URL can use it.
    const permitted = pulumi.all(permissions.map(({ user }) => user));
    this.username = pulumi.all([permitted, turn]).apply(([usernames, turn]) => String(usernames[turn]));
    const passwords = pulumi.all(users.map(({ secret }) => secret.password));
    this.password = pulumi.secret(pulumi.all([passwords, turn]).apply(([passwords, turn]) => passwords[turn]));
    const { username, password } = this;
    const server = pulumi
      .all([pulumi.output(args.server), endpointOf(provider)])
      .apply(([server, endpoint]) => this.#explained(() => serverOf(server, endpoint)));
    this.url = pulumi.secret(
      pulumi
        .all([server, username, password, vhost])
        .apply(([server, username, password, vhost]) => urlOf(server, { username, password, vhost })),
    );
    const { rabbitmqVersion } = permissions[0] as Permissions;
    const facts = pulumi
      .all([roles, vhost])
      .apply(([roles, vhost]) => factsOf(resourcesNamed(roles as Plain<Roles>, vhost, referencesWithin(args))));
    this.contract = pulumi
      .all([roles, facts, vhost, permitted, pulumi.output(args.owner), this.grants, rabbitmqVersion])
      .apply(
        ([roles, facts, vhost, usernames, owner, { configure, write, read }, rabbitmqVersion]): Contract => ({
          version: 1,
          application: name,
          vhost,
          usernames,
          stack: `${organization()}/${pulumi.getProject()}/${pulumi.getStack()}`,
          ...(owner !== undefined && { owner }),
          rabbitmqVersion,
          ...promisesOf(roles as Plain<Roles>, facts),
          permissions: { configure, write, read },
        }),
      );
    this.registerOutputs({ username, grants: this.grants, contract: this.contract });
  }

  #compiled(roles: Plain<Roles>, vhost: string, types: Types, accept: AppAccessArgs["accept"] = []): Grants {
    const surroundings = { ...surroundingsIn(vhost, types), accept };
    const grants = this.#explained(() => compile(roles, surroundings));
    // They are for whoever looks at the preview, and need not be said again while it is carried out.
    if (pulumi.runtime.isDryRun()) for (const warning of grants.warnings) void pulumi.log.warn(warning, this);
    return grants;
  }

  /** One clear line, of this component. */
  #explained<T>(work: () => T): T {
    try {
      return work();
    } catch (cause) {
      const error = new pulumi.RunError(`AppAccess "${this.#name}": ${(cause as Error).message}`);
      // Node needs half a minute to colour a stack with a frame of Pulumi's own, and Pulumi asks for that in any case.
      error.stack = "";
      throw error;
    }
  }
}

/** What a topology must not delete any more, where it had it before: as far as it is written in the program. */
function writtenRights(name: string, { username = name, rotate, vhost }: AppAccessArgs): Declared[] {
  if (typeof username !== "string") return [];
  const users = rotate === undefined ? [username] : [username, `${username}-2`];
  return users.flatMap((user): Declared[] => [
    { kind: "User", args: { name: user }, reference: undefined },
    { kind: "Permissions", args: { vhost, user }, reference: undefined },
  ]);
}

/** Pulumi's mocks have none. */
function organization(): string {
  try {
    return pulumi.getOrganization();
  } catch {
    return "organization";
  }
}
