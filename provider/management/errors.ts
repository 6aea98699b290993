import type { BrokerObject } from "../../model/object";

/** What every error of this library is: one line that stands alone, since Pulumi prints the message (and a stack, if there is one). */
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
  override readonly name = "ConnectionError";
}

/** The broker answered, and refused. */
export class BrokerError extends RabbitMQError {
  override readonly name = "BrokerError";

  constructor(
    message: string,
    readonly status: number,
    /** The broker's own reason, or "" where it gave none. */
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** We refuse, because the request would lose messages or overwrite what somebody else made. Nothing was changed. */
export class RefusedError extends RabbitMQError {
  override readonly name = "RefusedError";
}

/** The object is there, but not all that belongs to it: it is kept in the state, and the next update goes on. */
export class IncompleteError extends RabbitMQError {
  override readonly name = "IncompleteError";

  constructor(
    message: string,
    /** What the broker deleted along with the object and nobody could give back yet. */
    readonly lost: readonly BrokerObject[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
