import * as pulumi from "@pulumi/pulumi";
import type { Contract } from "../model/contract";
import { compile, type Grants } from "../model/grants";
import { promisesOf } from "../model/promise";
import type { Roles } from "../model/roles";
import type { Plain } from "../provider/value";
import type { AppAccessArgs } from "./access-args";
import { checkedRoles } from "./access-check";
import { claim } from "./claim";
import { Credentials } from "./credentials";
import { factsOf } from "./facts";
import { Permissions, TopicPermissions, User } from "./index";
import { type Arguments, declaredIn, fromReferencesWithin, isReference, referencesWithin } from "./reference";
import { endpointOf, serverAt, urlOf } from "./url";

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
    const { password, passwordHash, hashingAlgorithm, ...plain } = args;
    const given = { password, passwordHash, hashingAlgorithm };
    const provider = this.getProvider("pulumi-nodejs:dynamic:Resource");
    const vhost = pulumi.output(isReference(args.vhost) ? args.vhost.name : (args.vhost as pulumi.Input<string>));
    const first = pulumi.output(args.username ?? name);
    const usernames = args.rotate === undefined ? [first] : [first, pulumi.interpolate`${first}-2`];

    const roles = pulumi
      .all([fromReferencesWithin(plain), vhost, pulumi.all(usernames)] as const)
      .apply(([args, vhost, usernames]) =>
        this.#explained(() => {
          const roles = checkedRoles({ ...(args as Arguments), ...definedOnly(given) });
          for (const username of usernames) claim(provider, vhost, username, name);
          return roles;
        }),
      ) as pulumi.Output<Plain<Roles>>;
    this.grants = pulumi.all([roles, vhost]).apply(([roles, vhost]) => this.#compiled(roles, vhost, args.accept));

    const credentials = passwordHash === undefined ? this.#credentials(name, args) : undefined;
    const permissions = usernames.map((username, turn) => {
      const password = credentials?.passwords.apply((passwords) => String(passwords[turn]));
      const login = password ? { password } : given;
      return this.#user(turn === 0 ? name : `${name}-${turn + 1}`, username, login, args);
    });

    const turn = pulumi.output(args.rotate === undefined ? 0 : credentials?.turn);
    const users = pulumi.all(permissions.map(({ user }) => user));
    this.username = pulumi.all([users, turn]).apply(([users, turn]) => String(users[turn ?? 0]));
    this.password = credentials
      ? pulumi.all([credentials.passwords, turn]).apply(([passwords, turn]) => passwords[turn ?? 0])
      : pulumi.secret(password);
    const server = pulumi.output(args.server ?? pulumi.output(endpointOf(provider)).apply(serverAt));
    this.url = pulumi.secret(
      pulumi
        .all([server, this.username, this.password, vhost])
        .apply(([server, username, password, vhost]) =>
          this.#explained(() => urlOf(server, { username, password, vhost })),
        ),
    );
    this.contract = pulumi
      .all([
        roles,
        factsOf(referencesWithin(args)),
        this.grants,
        permissions[0]?.rabbitmqVersion,
        vhost,
        users,
        args.owner,
      ])
      .apply(
        ([roles, facts, { configure, write, read }, rabbitmqVersion, vhost, usernames, owner]): Contract => ({
          version: 1,
          application: name,
          vhost,
          usernames,
          stack: `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`,
          ...(owner !== undefined && { owner }),
          rabbitmqVersion: String(rabbitmqVersion),
          ...promisesOf(roles as Plain<Roles>, facts),
          permissions: { configure, write, read },
        }),
      );
    this.registerOutputs({ username: this.username, grants: this.grants, contract: this.contract });
  }

  #compiled(roles: Plain<Roles>, vhost: string, accept: AppAccessArgs["accept"] = []): Grants {
    const others = declaredIn(vhost).flatMap(({ kind, name }) => {
      const type = ({ Exchange: "exchange", Queue: "queue" } as const)[kind as string];
      return type ? [{ type, name }] : [];
    });
    const grants = this.#explained(() => compile(roles, { others, accept }));
    for (const warning of grants.warnings) void pulumi.log.warn(warning, this);
    return grants;
  }

  /** The passwords that are not simply the given one. */
  #credentials(name: string, { password, rotate, keepPrevious }: AppAccessArgs): Credentials | undefined {
    if (password !== undefined && rotate === undefined) return undefined;
    return new Credentials(name, { password, rotate, keepPrevious }, { parent: this });
  }

  #user(label: string, username: pulumi.Input<string>, login: object, args: AppAccessArgs): Permissions {
    const { vhost } = args;
    const parent = { parent: this };
    const closing = args.closeConnections === undefined ? {} : { closeConnections: args.closeConnections };
    const user = new User(label, { name: username, tags: [], ...definedOnly(login), ...closing }, parent);
    const dependsOn = referencesWithin(args);
    // Without topic permissions the broker allows every key, so they come before the permissions.
    const topics = this.grants.apply(({ topics }) =>
      Object.entries(topics).map(
        ([exchange, keys]) =>
          new TopicPermissions(
            `${label}-${exchange}`,
            { vhost, user, exchange, ...keys, ...closing },
            { ...parent, dependsOn },
          ),
      ),
    );
    const { configure, write, read } = this.grants;
    return new Permissions(
      label,
      { vhost, user, configure, write, read, ...closing },
      { ...parent, dependsOn: topics },
    );
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

function definedOnly<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}
