import type { Input } from "@pulumi/pulumi";
import type { Excess } from "../../model/excess";
import type { Roles, VHostRef } from "../../model/roles";

/** One application: its vhost, its roles and its login. It gets no right that no role needs. */
export interface AppAccessArgs extends Roles {
  /** The vhost, as a `VHost` or by name. A change replaces the permissions. */
  vhost: VHostRef;
  /** The user's name. No other program or stack may declare this user. A change replaces the user. @default the component's name */
  username?: Input<string>;
  /**
   * The user's password, a secret. amqplib cannot log in with a `url` whose password is not ASCII. @default generated:
   * 256 random bits, kept encrypted in the state
   */
  password?: Input<string>;
  /** The password's salted hash instead of `password`, a secret. `url` then contains no password. See `UserArgs`. */
  passwordHash?: Input<string>;
  /** The algorithm that made `passwordHash`. @default the broker's */
  hashingAlgorithm?: Input<
    "rabbit_password_hashing_sha256" | "rabbit_password_hashing_sha512" | "rabbit_password_hashing_md5"
  >;
  /**
   * Any text, such as "2026-11". A change makes a new password without downtime: two users, `<username>` and
   * `<username>-2`, take turns. `url`, `username` and `password` are those of the user with the new password. The other
   * user keeps its password until its next turn. Once given, `rotate` cannot be removed. @default one user, whose password
   * does not change
   */
  rotate?: Input<string>;
  /**
   * Whether the previous user keeps its password. `false` replaces that password in the first run after the run that
   * changed `rotate`: set it when every application has the new `url`. @default true
   */
  keepPrevious?: Input<boolean>;
  /**
   * Whether the broker closes a user's connections when the user loses a right or its password changes. Otherwise
   * existing consumers keep the right, and so do channels that are never idle for a second. @default false
   */
  closeConnections?: Input<boolean>;
  /**
   * The broker's AMQP address for `url`, such as `amqps://broker.example:5671`. Query parameters are kept. @default the
   * host of the management API, and the port on which the broker listens; if that is not known, 5672, or 5671 with TLS
   */
  server?: Input<string>;
  /** The team or channel to ask when something is missing. It is part of the contract. */
  owner?: Input<string>;
  /** The kinds of rights beyond the roles that give no warning; each warning names its kind. @default none */
  accept?: Excess[];
}
