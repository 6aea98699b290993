import type { Input } from "@pulumi/pulumi";
import type { Reference } from "./value";

/** A vhost, as a `VHost` or by name. */
export type VHostRef = Input<string> | Reference<"VHost">;

/** An exchange, as an `Exchange` or by name. */
export type ExchangeRef = Input<string> | Reference<"Exchange">;

/** A queue or stream, as a `Queue` or by name. */
export type QueueRef = Input<string> | Reference<"Queue">;

/** An exchange that an application publishes to, given alone to allow any routing key. */
export type Publication =
  | ExchangeRef
  | {
      /** The exchange; `""` is the default exchange, through which every queue of the vhost can be reached. */
      exchange: ExchangeRef;
      /**
       * The routing keys that it uses, as topic patterns: `*` is one word, `#` any number of words. Topic exchanges
       * only: RabbitMQ does not restrict the keys of others. It checks CC and BCC keys too from RabbitMQ 4.0.3 on.
       * @default any
       */
      routingKeys?: Input<Input<string>[]>;
    };

/** A super stream: its exchange and its partitions. */
export type SuperStreamUse =
  | {
      /** The super stream, as a `SuperStream`. When it grows, the rights grow with it. */
      superStream: Reference<"SuperStream">;
    }
  | {
      /** The name of the super stream, which is the name of an exchange. */
      superStream: Input<string>;
      /** The number of its partitions (`name-0`, `name-1`, …), or the parts of their names after `name-`. */
      partitions: Input<number> | Input<Input<string>[]>;
    };

/** A stream, or a super stream with its partitions. */
export type StreamUse = QueueRef | Reference<"SuperStream"> | SuperStreamUse;

/** A stream, or a super stream as above, for a consumer whose offset the broker stores. */
export type StoredOffset = (
  | SuperStreamUse
  | {
      /** The stream. */
      stream: QueueRef;
    }
) & {
  /** Whether to give write permission too: RabbitMQ 3 needs it to store an offset; from 4.0 on, read is enough. @default false */
  storesOffset?: Input<boolean>;
};

/** The side that answers requests. */
export interface RpcServer {
  /** The queue that requests arrive in. */
  queue: QueueRef;
  /**
   * The exchange that answers go to. Without it they go directly to the client (`amq.rabbitmq.reply-to`), which lets
   * the application publish to every queue of the vhost. @default the default exchange
   */
  replyExchange?: ExchangeRef;
  /** The routing keys of answers, as topic patterns, if that is a topic exchange. @default any */
  replyKeys?: Input<Input<string>[]>;
}

/**
 * The side that sends requests. Without `replyExchange` and `replyQueue` answers come directly, which needs no
 * permission.
 */
export interface RpcClient {
  /** The exchange that requests go to. */
  exchange: ExchangeRef;
  /** The routing keys of requests, as topic patterns, if that is a topic exchange. @default any */
  routingKeys?: Input<Input<string>[]>;
  /** The exchange that a temporary queue for answers is bound to. @default none */
  replyExchange?: ExchangeRef;
  /** The binding keys of that queue, or narrower ones, if that is a topic exchange. @default any */
  replyKeys?: Input<Input<string>[]>;
  /** A queue that the platform declares and that answers arrive in instead. @default none */
  replyQueue?: QueueRef;
}

/** Queues that the application itself declares, binds and consumes from. */
export interface TemporaryQueues {
  /** The exchange that it binds them to. @default none */
  from?: ExchangeRef;
  /** The binding keys that it uses, or narrower ones; topic exchanges only. @default any */
  bindingKeys?: Input<Input<string>[]>;
  /** The prefix of their names, if the application names them. @default "amq.gen-", the prefix of the broker's names */
  prefix?: Input<string>;
}

/** A binding of a queue that the application makes and deletes. */
export interface QueueBinding {
  /** The queue, which the platform declares. */
  queue: QueueRef;
  /** The exchange that it is bound to. */
  from: ExchangeRef;
  /** The binding keys that it uses, or narrower ones; topic exchanges only. @default any */
  bindingKeys?: Input<Input<string>[]>;
}

/** A binding between two exchanges that the application makes and deletes. */
export interface ExchangeBinding {
  /** The exchange that messages go to. */
  exchange: ExchangeRef;
  /** The exchange that they come from. */
  from: ExchangeRef;
  /** The binding keys that it uses, or narrower ones; topic exchanges only. @default any */
  bindingKeys?: Input<Input<string>[]>;
}

/** A queue that only the application declares, by name. */
export type OwnQueue =
  | Input<string>
  | {
      /** Its name. */
      queue: Input<string>;
      /** The exchange for its dead letters. @default none */
      deadLetterExchange?: ExchangeRef;
    };

/** An exchange that only the application declares, by name. */
export type OwnExchange =
  | Input<string>
  | {
      /** Its name. */
      exchange: Input<string>;
      /** The exchange for messages that no binding matches. @default none */
      alternateExchange?: ExchangeRef;
    };

/** The use of MQTT by an application. It connects as `vhost:user`, or the plugin's settings map it to the vhost. */
export interface MqttUse {
  /** Topics that it publishes to, with the wildcards `+` and `#`. @default none */
  publish?: Input<Input<string>[]>;
  /** Topics that it subscribes to, or narrower ones. @default none */
  subscribe?: Input<Input<string>[]>;
  /** The client ids that it connects with, which the names of its subscriptions' queues contain. @default any */
  clientIds?: Input<Input<string>[]>;
  /** The exchange that the plugin uses (`mqtt.exchange`). @default "amq.topic" */
  exchange?: ExchangeRef;
}

/** The use of STOMP by an application. */
export interface StompUse {
  /**
   * Destinations that it sends to: `/exchange/<name>/<key>`, `/topic/<key>`, `/amq/queue/<name>`, `/queue/<name>`. The
   * last two use the default exchange, which reaches every queue of the vhost; the last one declares its queue.
   * @default none
   */
  send?: Input<Input<string>[]>;
  /** Destinations that it subscribes to, the same four. Keys may have the wildcards `*` and `#`. @default none */
  subscribe?: Input<Input<string>[]>;
}

/** What an application does. Each role is a list, since an application may have a role several times. */
export interface Roles {
  /** Publishes to an exchange. */
  publishTo?: Publication[];
  /**
   * Consumes from a queue, or over AMQP from a stream. The broker itself dead-letters rejected messages, so that needs
   * no permission.
   */
  consumeFrom?: QueueRef[];
  /** Publishes consumed messages again: to a retry exchange, or from a dead-letter queue for another attempt. */
  retryTo?: Publication[];
  /** Answers requests. */
  rpcServer?: RpcServer[];
  /** Sends requests and gets answers. */
  rpcClient?: RpcClient[];
  /** Declares its own queues, such as one for each instance; the broker names them unless a `prefix` is given. */
  temporaryQueues?: TemporaryQueues[];
  /** Binds a queue that the platform declares. */
  bindQueue?: QueueBinding[];
  /** Binds an exchange to another one. */
  bindExchange?: ExchangeBinding[];
  /** Declares and deletes a queue of its own. */
  declareQueue?: OwnQueue[];
  /** Declares and deletes an exchange of its own. */
  declareExchange?: OwnExchange[];
  /** Publishes over the stream protocol. */
  publishToStream?: StreamUse[];
  /** Consumes over the stream protocol. */
  consumeFromStream?: (StreamUse | StoredOffset)[];
  /** Uses MQTT. */
  mqtt?: MqttUse[];
  /** Uses STOMP. */
  stomp?: StompUse[];
}
