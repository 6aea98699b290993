import type { Input } from "@pulumi/pulumi";
import type { Reference } from "./value";

/** An exchange, as an `Exchange` or by name. */
export type ExchangeRef = Input<string> | Reference<"Exchange">;

/** A queue or stream, as a `Queue` or by name. */
export type QueueRef = Input<string> | Reference<"Queue">;

/** Where an application publishes: the exchange alone for any routing key. */
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

/** A stream, or a super stream with its partitions. */
export type StreamUse =
  | QueueRef
  | {
      /** The super stream's name, which is that of an exchange. */
      superStream: Input<string>;
      /** How many partitions it has (`name-0`, `name-1`, …), or what follows `name-` in their names. */
      partitions: Input<number> | Input<Input<string>[]>;
    };

/** A stream, or a super stream as above, of a consumer whose offset the broker keeps. */
export type StoredOffset = (
  | Exclude<StreamUse, QueueRef>
  | {
      /** The stream. */
      stream: QueueRef;
    }
) & {
  /** Whether write permission is given too: RabbitMQ 3 needs it to store an offset, from 4.0 on read is enough. @default false */
  storesOffset?: Input<boolean>;
};

/** The answering side of requests. */
export interface RpcServer {
  /** The queue that requests come to. */
  queue: QueueRef;
  /**
   * The exchange that answers go to. Without it they go to the client directly (`amq.rabbitmq.reply-to`), which lets the
   * application write into every queue of the vhost. @default the default exchange
   */
  replyExchange?: ExchangeRef;
  /** The routing keys of answers, as topic patterns, if that is a topic exchange. @default any */
  replyKeys?: Input<Input<string>[]>;
}

/** The asking side of requests. Without `replyExchange` and `replyQueue` answers come directly, which needs no permission. */
export interface RpcClient {
  /** The exchange that requests go to. */
  exchange: ExchangeRef;
  /** Their routing keys, as topic patterns, if that is a topic exchange. @default any */
  routingKeys?: Input<Input<string>[]>;
  /** The exchange that a temporary queue for answers is bound to. @default none */
  replyExchange?: ExchangeRef;
  /** The binding keys of that queue, or narrower ones, if that is a topic exchange. @default any */
  replyKeys?: Input<Input<string>[]>;
  /** A queue of the platform's that answers come to instead. @default none */
  replyQueue?: QueueRef;
}

/** Queues that the application declares for itself, binds and consumes from. */
export interface TemporaryQueues {
  /** The exchange that it binds them to. @default none */
  from?: ExchangeRef;
  /** The binding keys that it uses, or narrower ones; topic exchanges only. @default any */
  bindingKeys?: Input<Input<string>[]>;
  /** What their names begin with, where the application names them. @default "amq.gen-", what the broker's names begin with */
  prefix?: Input<string>;
}

/** A binding that the application makes and takes away, of a queue. */
export interface QueueBinding {
  /** The queue, which the platform declares. */
  queue: QueueRef;
  /** The exchange that it is bound to. */
  from: ExchangeRef;
  /** The binding keys that it uses, or narrower ones; topic exchanges only. @default any */
  bindingKeys?: Input<Input<string>[]>;
}

/** A binding that the application makes and takes away, between two exchanges. */
export interface ExchangeBinding {
  /** The exchange that messages go to. */
  exchange: ExchangeRef;
  /** The exchange that they come from. */
  from: ExchangeRef;
  /** The binding keys that it uses, or narrower ones; topic exchanges only. @default any */
  bindingKeys?: Input<Input<string>[]>;
}

/** A queue of the application's own, by name. Nobody else declares it. */
export type OwnQueue =
  | Input<string>
  | {
      /** Its name. */
      queue: Input<string>;
      /** Where its dead letters go. @default nowhere */
      deadLetterExchange?: ExchangeRef;
    };

/** An exchange of the application's own, by name. Nobody else declares it. */
export type OwnExchange =
  | Input<string>
  | {
      /** Its name. */
      exchange: Input<string>;
      /** Where messages go that no binding matches. @default nowhere */
      alternateExchange?: ExchangeRef;
    };

/** What an application does over MQTT. It connects as `vhost:user`, or where the plugin maps it to the vhost. */
export interface MqttUse {
  /** Topics that it publishes to, with the wildcards `+` and `#`. @default none */
  publish?: Input<Input<string>[]>;
  /** Topics that it subscribes to, or narrower ones. @default none */
  subscribe?: Input<Input<string>[]>;
  /** The client ids that it connects with: the queues of its subscriptions are named after them. @default any */
  clientIds?: Input<Input<string>[]>;
  /** The exchange that the plugin uses (`mqtt.exchange`). @default "amq.topic" */
  exchange?: ExchangeRef;
}

/** What an application does over STOMP. */
export interface StompUse {
  /**
   * Destinations that it sends to: `/exchange/<name>/<key>`, `/topic/<key>`, `/amq/queue/<name>`, `/queue/<name>`. The last
   * two go by the default exchange, which reaches every queue of the vhost; the last one declares its queue. @default none
   */
  send?: Input<Input<string>[]>;
  /** Destinations that it subscribes to, the same four. Keys may have the wildcards `*` and `#`. @default none */
  subscribe?: Input<Input<string>[]>;
}

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
  /** Answers requests. */
  rpcServer?: RpcServer[];
  /** Sends requests and gets answers. */
  rpcClient?: RpcClient[];
  /** Declares queues for itself, such as one for each instance; the broker names them unless there is a `prefix`. */
  temporaryQueues?: TemporaryQueues[];
  /** Binds a queue that the platform declares. */
  bindQueue?: QueueBinding[];
  /** Binds an exchange to another one. */
  bindExchange?: ExchangeBinding[];
  /** Declares and deletes a queue of its own. */
  declareQueue?: OwnQueue[];
  /** Declares and deletes an exchange of its own. */
  declareExchange?: OwnExchange[];
  /** Publishes by the stream protocol. */
  publishToStream?: StreamUse[];
  /** Consumes by the stream protocol. */
  consumeFromStream?: (StreamUse | StoredOffset)[];
  /** Speaks MQTT. */
  mqtt?: MqttUse[];
  /** Speaks STOMP. */
  stomp?: StompUse[];
}
