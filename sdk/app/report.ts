import type { ContractPublication } from "../../model/contract";

/** One thing that was asked of the broker. */
export interface Check {
  /** Such as `exchange "orders"`. */
  readonly object: string;
  /** Such as `exists`, `consume`, or `publish with "invoice.probe"`. */
  readonly check: string;
}

/** What AMQP cannot tell, or what this version of the broker does not. */
export interface Unchecked extends Check {
  /** Why not, in one line. */
  readonly reason: string;
}

/** What was checked, and what was not. */
export interface Report {
  /** What is as the contract says. */
  readonly checked: readonly Check[];
  /** What nobody asked, or what the answer does not prove. */
  readonly unchecked: readonly Unchecked[];
}

/** One thing that is not as the contract says. */
export interface Finding extends Check {
  /** The broker's reply code: 404 missing, 403 not granted, 405 exclusive to another connection, 530 vhost; absent where it gave none. */
  readonly code?: number;
  /** What is wrong, in one line. */
  readonly problem: string;
  /** What to do, in one line. */
  readonly remedy: string;
  /** The permission that is missing, in the words of the platform's `AppAccess`. */
  readonly grant?: Grant;
}

/** What an application asks its platform for. */
export interface Grant {
  /** Exchanges, with topic patterns where they are restricted. `""` is the default exchange. */
  readonly publishTo?: readonly ContractPublication[];
  /** Queues and streams. */
  readonly consumeFrom?: readonly string[];
  /** Exchanges that it binds its own queues from. */
  readonly bindFrom?: readonly string[];
}
