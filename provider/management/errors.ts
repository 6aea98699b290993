import type { BrokerObject } from "../../model/object";

/** The base of this library's errors. Its message is one self-contained line, without a stack: Pulumi prints both. */
export class RabbitMQError extends Error {
  override readonly name: string = "RabbitMQError";

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.stack = "";
  }
}

/** The connection's settings are missing or wrong: nothing was sent. */
export class ConfigurationError extends RabbitMQError {
  override readonly name = "ConfigurationError";
}

/** No usable answer: unreachable, TLS, time-out, or not RabbitMQ's management API. */
export class ConnectionError extends RabbitMQError {
  override readonly name: string = "ConnectionError";
}

/** The broker did not answer, also not to the retries, or cannot change anything for now. */
export class UnreachableError extends ConnectionError {}

/** Not sent, since an earlier request of the same run has spent its retries, or the login has expired. */
export class UnsentError extends ConnectionError {}

/** The broker refused the request. */
export class BrokerError extends RabbitMQError {
  override readonly name = "BrokerError";

  constructor(
    message: string,
    readonly status: number,
    /** The broker's own reason, or "" if it gave none. */
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The login's token has expired: the broker refuses all further requests of the run. */
export class ExpiredError extends BrokerError {}

/** The change would lose messages, or overwrite another user's object, so this library refuses. Nothing was changed. */
export class RefusedError extends RabbitMQError {
  override readonly name = "RefusedError";
}

/** The object exists, but something that belongs to it is missing. The state has it, and the next update continues. */
export class IncompleteError extends RabbitMQError {
  override readonly name = "IncompleteError";

  constructor(
    message: string,
    /** The objects that the broker deleted along with this one and that are not restored yet. */
    readonly lost: readonly BrokerObject[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
