import type { Roles } from "../../model/roles";
import type { Attempt } from "./attempt";
import type { Scene } from "./scene";

/** What the platform declares before the application comes. */
export interface Stage {
  readonly exchanges?: { readonly [name: string]: { readonly type: string; readonly arguments?: object } };
  readonly queues?: { readonly [name: string]: object };
  readonly bindings?: readonly {
    readonly source: string;
    readonly destination: string;
    readonly [key: string]: unknown;
  }[];
  /** Dead letters by a policy, from queues of this name. */
  readonly deadLetterPolicy?: { readonly queue: string; readonly exchange: string };
}

/** One way to use RabbitMQ: the roles, what they compile to, and what a real client then can do and cannot. */
export interface Recipe {
  readonly title: string;
  readonly roles: Roles;
  /** The patterns: configure, write, read. */
  readonly grants: readonly [configure: string, write: string, read: string];
  readonly stage: Stage;
  /** What the application is there for, from end to end. */
  readonly works: (scene: Scene) => Promise<void>;
  /** Of all that is attempted, exactly what succeeds. Attempts on names that only look like one's own are among it. */
  readonly may: readonly string[] | ((version: string) => readonly string[]);
  /** Routing and binding keys to attempt. */
  readonly keys?: readonly string[];
  /** Names to attempt that the platform does not declare. */
  readonly exchanges?: readonly string[];
  readonly queues?: readonly string[];
  /** What is attempted beside AMQP. */
  readonly attempts?: readonly Attempt[];
  /** The other side of a conversation, as another user. */
  readonly partner?: Roles;
  /** The oldest version of the broker that can, and why. */
  readonly needs?: { readonly version: string; readonly why: string };
  /** A plugin's listener, which a foreign broker may not have. */
  readonly protocol?: "stream" | "mqtt" | "stomp";
}

export function isAtLeast(version: string, oldest: string): boolean {
  return version.localeCompare(oldest, "en", { numeric: true }) >= 0;
}
