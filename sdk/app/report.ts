import type { ContractPublication } from "../../model/contract";

/** One check of one object. */
export interface Check {
  /** Such as `exchange "orders"`. */
  readonly object: string;
  /** Such as `exists`, `consume`, or `publish with "invoice.probe"`. */
  readonly check: string;
}

/** A part of the contract that was not checked, because AMQP or this version of the broker does not show it. */
export interface Unchecked extends Check {
  /** Why not, in one line. */
  readonly reason: string;
}

/** The checks that passed, and those that were not made. */
export interface Report {
  /** The checks that passed. */
  readonly checked: readonly Check[];
  /** The checks that were not made, or whose answer proves nothing. */
  readonly unchecked: readonly Unchecked[];
}

/** One difference from the contract. */
export interface Finding extends Check {
  /** The broker's reply code: 404 missing, 403 not granted, 405 exclusive to another connection, 530 vhost; absent if it gave none. */
  readonly code?: number;
  /** The problem, in one line. */
  readonly problem: string;
  /** How to fix it, in one line. */
  readonly remedy: string;
  /** The missing permission, as arguments of the platform's `AppAccess`. */
  readonly grant?: Grant;
}

/** The rights that an application asks its platform for. */
export interface Grant {
  /** Exchanges, with topic patterns where they are restricted. `""` is the default exchange. */
  readonly publishTo?: readonly ContractPublication[];
  /** Queues and streams. */
  readonly consumeFrom?: readonly string[];
  /** Exchanges that the application binds its own queues to. */
  readonly bindFrom?: readonly string[];
}
