import type { Input } from "@pulumi/pulumi";
import type { Reference } from "../provider/value";
import type { MqttUse } from "./mqtt";
import type { StompUse } from "./stomp";
import type { StoredOffset, StreamUse } from "./stream";

/** An exchange, as an `Exchange` or by name. */
export type ExchangeRef = Input<string> | Reference<"Exchange">;
/** A queue or stream, as a `Queue` or by name. */
export type QueueRef = Input<string> | Reference<"Queue">;

/** Where it publishes: the exchange alone for any routing key. */
export type Publication =
  | ExchangeRef
  | {
      /** The exchange; `""` is the default exchange, by which every queue of the vhost can be reached. */
      exchange: ExchangeRef;
      /**
       * The routing keys that it uses, as topic patterns: `*` is one word, `#` any number of words. For topic exchanges
       * only: RabbitMQ restricts the keys of no other. CC and BCC keys count too from RabbitMQ 4.0.3 on. @default any
       */
      routingKeys?: Input<Input<string>[]>;
    };

/** What an application does, in its own words. Each role is a list: an application may do it several times. */
export interface Roles {
  /** Publishes to an exchange. */
  publishTo?: Publication[];
  /**
   * Consumes from a queue; from a stream too, over AMQP. What it rejects is dead-lettered by the broker itself, so nothing
   * is needed for that.
   */
  consumeFrom?: QueueRef[];
  /** Publishes again what it consumed: to a retry exchange, or from a dead-letter queue back to work. */
  retryTo?: Publication[];
  /**
   * Answers requests that come to `queue`. Name the exchange that answers go to: without `replyExchange` they go to the
   * client directly (`amq.rabbitmq.reply-to`), which lets the application write into every queue of the vhost.
   */
  rpcServer?: {
    queue: QueueRef;
    replyExchange?: ExchangeRef;
    /** The routing keys of answers, as topic patterns, if that is a topic exchange. @default any */
    replyKeys?: Input<Input<string>[]>;
  }[];
  /**
   * Sends requests to an exchange. Answers come to a temporary queue bound to `replyExchange`, or to `replyQueue`, which
   * the platform declares, or else directly (`amq.rabbitmq.reply-to`), which needs no permission.
   */
  rpcClient?: {
    exchange: ExchangeRef;
    routingKeys?: Input<Input<string>[]>;
    replyExchange?: ExchangeRef;
    /** The binding keys of its temporary queue, or narrower ones, if that is a topic exchange. @default any */
    replyKeys?: Input<Input<string>[]>;
    replyQueue?: QueueRef;
  }[];
  /**
   * Declares queues of its own, binds them to an exchange and consumes from them. The broker names them (`amq.gen-…`),
   * or the application does, with `prefix` in front.
   */
  temporaryQueues?: {
    /** The exchange that it binds them to. @default none */
    from?: ExchangeRef;
    /** The binding keys that it uses, or narrower ones; topic exchanges only. @default any */
    bindingKeys?: Input<Input<string>[]>;
    /** What their names begin with. @default "amq.gen-", the broker's */
    prefix?: Input<string>;
  }[];
  /** Binds a queue that the platform declares to an exchange, and unbinds it. */
  bindQueue?: { queue: QueueRef; from: ExchangeRef; bindingKeys?: Input<Input<string>[]> }[];
  /** Binds an exchange to another one, `from`, and unbinds it. */
  bindExchange?: { exchange: ExchangeRef; from: ExchangeRef; bindingKeys?: Input<Input<string>[]> }[];
  /** Declares and deletes a queue of its own; nobody else declares it. */
  declareQueue?: (Input<string> | { queue: Input<string>; deadLetterExchange?: ExchangeRef })[];
  /** Declares and deletes an exchange of its own; nobody else declares it. */
  declareExchange?: (Input<string> | { exchange: Input<string>; alternateExchange?: ExchangeRef })[];
  /** Publishes by the stream protocol. */
  publishToStream?: StreamUse[];
  /** Consumes by the stream protocol. */
  consumeFromStream?: (StreamUse | StoredOffset)[];
  /** Speaks MQTT. */
  mqtt?: MqttUse[];
  /** Speaks STOMP. */
  stomp?: StompUse[];
}
