import type { Input } from "@pulumi/pulumi";
import type { Excess } from "../../model/excess";
import type { Roles } from "../../model/roles";
import type { Reference } from "../../model/value";

/** An application: where it works, what it does there, and how it logs in. What it does not say it does, it may not do. */
export interface AppAccessArgs extends Roles {
  /** The vhost, as a `VHost` or by name. A change replaces the permissions. */
  vhost: Input<string> | Reference<"VHost">;
  /** The user's name; another program or stack must not declare it. A change replaces it. @default the component's name */
  username?: Input<string>;
  /**
   * Its password, a secret. amqplib cannot log in with a `url` whose password is not ASCII. @default generated: 256
   * random bits, kept encrypted in the state
   */
  password?: Input<string>;
  /** Its password's salted hash instead, a secret; `url` is then without a password. See `UserArgs`. */
  passwordHash?: Input<string>;
  /** What `passwordHash` was made with. @default the broker's own */
  hashingAlgorithm?: Input<
    "rabbit_password_hashing_sha256" | "rabbit_password_hashing_sha512" | "rabbit_password_hashing_md5"
  >;
  /**
   * Any text, such as "2026-11": a change of it makes another password without a moment in which no application can log
   * in. Two users, `<username>` and `<username>-2`, take turns: `url`, `username` and `password` are those of the one with
   * the new password; the other one keeps the password that it had until it is its turn again. It cannot be taken away
   * again. @default one user, whose password stays
   */
  rotate?: Input<string>;
  /**
   * `false` ends the earlier user's password, in the first run after the one that changed `rotate`: set it when every
   * application has the new `url`. @default true
   */
  keepPrevious?: Input<boolean>;
  /**
   * Whether a user's connections are closed when one of its rights is taken away or its password changes. Without it,
   * consumers go on, and channels that are never idle for a second too. @default false
   */
  closeConnections?: Input<boolean>;
  /**
   * Where the application reaches the broker, for `url`: `amqps://broker.example:5671`; query parameters are kept.
   * @default the host of the management API, port 5672, or 5671 with TLS
   */
  server?: Input<string>;
  /** Whom to ask when something is missing, for the contract: a team, a channel. */
  owner?: Input<string>;
  /** What the permissions may allow beyond what was asked, without a warning; each warning says its word. @default nothing */
  accept?: Excess[];
}
