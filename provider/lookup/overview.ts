import type { Fields } from "../../model/object";
import { path } from "../management/path";
import { one } from "../management/target";
import type { Reader } from "./reader";

/** What a broker says of itself. Some of it needs the tag `monitoring`, or a later version: then it is `undefined`. */
export interface Overview {
  /** The version of RabbitMQ on the node that answered, such as `4.3.6`. */
  readonly rabbitmqVersion: string;
  /** The version of Erlang on that node, such as `27.3.4`. */
  readonly erlangVersion: string;
  /** The product's name: `RabbitMQ`, or that of a distribution. */
  readonly productName: string | undefined;
  /** The name of the cluster. */
  readonly clusterName: string;
  /** The name of the node that answered. */
  readonly node: string;
  /** The types that exchanges can have, also those of plugins. */
  readonly exchangeTypes: readonly string[];
  /** The type of queues that are declared without one. Needs RabbitMQ 4.0. */
  readonly defaultQueueType: string | undefined;
  /** Where the cluster's nodes listen. Needs the tag `monitoring`. */
  readonly listeners: readonly Listener[] | undefined;
  /** How many objects there are, of those that the user may see. */
  readonly objectTotals: ObjectTotals | undefined;
  /** Whether the broker's statistics are switched off, so that it counts less. */
  readonly statisticsAreDisabled: boolean;
}

/** A port on which a node listens. */
export interface Listener {
  /** The node's name. */
  readonly node: string;
  /** The protocol, such as `amqp`, `amqp/ssl`, `stream` or `http`. */
  readonly protocol: string;
  /** The address of the interface, such as `::` for all. */
  readonly address: string;
  /** The port. */
  readonly port: number;
}

/** How many objects there are. */
export interface ObjectTotals {
  /** The client connections. */
  readonly connections: number | undefined;
  /** Their channels. */
  readonly channels: number | undefined;
  /** The exchanges, also the broker's own. */
  readonly exchanges: number | undefined;
  /** The queues and streams. */
  readonly queues: number | undefined;
  /** The consumers. */
  readonly consumers: number | undefined;
}

/** @internal */
export async function overview(reader: Reader): Promise<Overview> {
  const found = await reader.getExisting(one(path`overview`, {}, ["rabbitmq_version", "node", "exchange_types"]));
  return {
    rabbitmqVersion: String(found["rabbitmq_version"]),
    erlangVersion: String(found["erlang_version"]),
    productName: found["product_name"] as string | undefined,
    clusterName: String(found["cluster_name"]),
    node: String(found["node"]),
    exchangeTypes: (found["exchange_types"] as Fields[]).map(({ name }) => String(name)).sort(),
    defaultQueueType: found["default_queue_type"] as string | undefined,
    listeners: (found["listeners"] as Fields[] | undefined)?.map(listenerOf),
    objectTotals: found["object_totals"] as ObjectTotals | undefined,
    statisticsAreDisabled: found["disable_stats"] === true,
  };
}

function listenerOf({ node, protocol, ip_address, port }: Fields): Listener {
  return { node: String(node), protocol: String(protocol), address: String(ip_address), port: Number(port) };
}
