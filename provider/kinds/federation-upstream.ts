import type { Input } from "@pulumi/pulumi";
import { text } from "../../model/name";
import type { Reference } from "../../model/value";
import type { FieldsOf } from "../kind";
import { inPlace } from "./field";
import { address, keys, parameterKind } from "./parameter-kind";
import { flag, natural, oneOf, otherArguments, positive } from "./schema";
import { sameURIs, uris } from "./uri";

/** How a federated exchange or queue gets messages from an upstream. */
export interface FederationSettings {
  /** How many messages may be on their way without an acknowledgement. @default the broker's: 1000 */
  prefetchCount?: Input<number>;
  /** How long the broker waits before it connects again, in seconds. @default the broker's: 5 */
  reconnectDelay?: Input<number>;
  /**
   * When a message counts as transferred: `on-confirm` loses none, `on-publish` may lose some if this broker fails, `no-ack`
   * also if the connection fails. @default the broker's: "on-confirm"
   */
  ackMode?: Input<"on-confirm" | "on-publish" | "no-ack">;
  /** Whether `user-id` properties that the upstream checked are kept. @default the broker's: false */
  trustUserId?: Input<boolean>;
  /** The upstream's exchange, for federated exchanges. @default the name of the federated exchange */
  exchange?: Input<string>;
  /** How many federation links a message may pass, for federated exchanges. @default the broker's: 1 */
  maxHops?: Input<number>;
  /** How long the upstream keeps its buffer of a broken link, in milliseconds, for federated exchanges. @default for ever */
  expires?: Input<number>;
  /** How long a message may wait in that buffer, in milliseconds, for federated exchanges. @default for ever */
  messageTtl?: Input<number>;
  /** The type of that buffer's queue, for federated exchanges. Needs RabbitMQ 3.13.1. @default the broker's: "classic" */
  queueType?: Input<"classic" | "quorum">;
  /** Whether that buffer is deleted with the link, for federated exchanges; `never` keeps it. @default the broker's: "default" */
  resourceCleanupMode?: Input<"default" | "never">;
  /** Whether bindings are sent to the upstream without a wait for answers, for federated exchanges. @default the broker's: false */
  bindNowait?: Input<boolean>;
  /** Whether commands and messages share one channel. @default the broker's: "multiple" */
  channelUseMode?: Input<"multiple" | "single">;
  /** The upstream's queue, for federated queues. @default the name of the federated queue */
  queue?: Input<string>;
  /** The consumer tag on the upstream, for federated queues. */
  consumerTag?: Input<string>;
  /** Further keys, under RabbitMQ's names and with their types. */
  arguments?: Input<{ [key: string]: Input<unknown> }>;
}

/**
 * A federation upstream: another broker or vhost, from which exchanges and queues of this vhost get messages. A policy with
 * the key `federation-upstream`, `federation-upstream-set` or `federation-upstream-pattern` names the exchanges and queues. All
 * arguments except the vhost and the name are changed in place. Needs the plugin rabbitmq_federation and the tag
 * `policymaker` or `administrator`.
 */
export interface FederationUpstreamArgs extends FederationSettings {
  /** The vhost it is in, as a `VHost` or by name (replaces). */
  vhost: Input<string> | Reference<"VHost">;
  /** Its name (replaces). */
  name: Input<string>;
  /**
   * The AMQP URI of the upstream, or several, of which any one that works is used; a secret. It contains the credentials,
   * percent-encoded.
   */
  uri: Input<string> | Input<Input<string>[]>;
}

const typed = keys(
  {
    prefetchCount: natural.optional(),
    reconnectDelay: natural.optional(),
    ackMode: oneOf(["on-confirm", "on-publish", "no-ack"]).optional(),
    trustUserId: flag.optional(),
    exchange: text.optional(),
    maxHops: positive.optional(),
    expires: positive.optional(),
    messageTtl: natural.optional(),
    queueType: oneOf(["classic", "quorum"]).optional(),
    resourceCleanupMode: oneOf(["default", "never"]).optional(),
    bindNowait: flag.optional(),
    channelUseMode: oneOf(["multiple", "single"]).optional(),
    queue: text.optional(),
    consumerTag: text.optional(),
  },
  { queueType: { support: [{ since: [3, 13, 1], lacking: "refuses" }] } },
);

const uri = keys({ uri: uris }, { uri: { secret: true, same: sameURIs("uri") } });

/** @internal */
export const federationSettings = { ...typed, arguments: inPlace(otherArguments({ ...uri, ...typed })) };

/** @internal */
export const federationUpstream = parameterKind<FederationUpstreamArgs>({
  name: "FederationUpstream",
  noun: "federation upstream",
  component: "federation-upstream",
  fields: { ...address, ...uri, ...federationSettings } satisfies FieldsOf<FederationUpstreamArgs>,
  part: { section: "federationUpstreams", keys: ["name"], holds: "settings" },
});
