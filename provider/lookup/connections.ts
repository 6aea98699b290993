import type { Fields } from "../../model/object";
import { path } from "../management/path";
import { list } from "../management/target";
import type { Reader } from "./reader";

/** A client's connection. The broker knows the first four properties at once, and the others some seconds later. */
export interface Connection {
  /** The broker's name for it, such as `127.0.0.1:34896 -> 127.0.0.1:5672`. */
  readonly name: string;
  /** The user that it logged in as. */
  readonly user: string;
  /** The vhost that it is in. */
  readonly vhost: string;
  /** The node that it is connected to. */
  readonly node: string;
  /** The name that the client gave it. */
  readonly clientName: string | undefined;
  /** The client's address. */
  readonly peerHost: string | undefined;
  /** The client's port. */
  readonly peerPort: number | undefined;
  /** The protocol, such as `AMQP 0-9-1`. */
  readonly protocol: string | undefined;
  /** Whether it uses TLS. */
  readonly tls: boolean | undefined;
  /** How many channels it has. */
  readonly channels: number | undefined;
  /** When it was opened, as an ISO date in UTC. */
  readonly connectedAt: string | undefined;
}

const details = "name,user_provided_name,peer_host,peer_port,protocol,ssl,channels,connected_at";

/**
 * The list by user is complete at once; the list of all connections gets a new one with the next statistics.
 * @internal
 */
export async function connections(reader: Reader, { user }: { user: string }): Promise<Connection[]> {
  const own = await reader.getExisting(list(path`connections/username/${user}`, { user }, ["name", "vhost"]));
  if (own.length === 0) return [];
  const all = await reader.getExisting(list(path`connections?columns=${details}`, {}, []));
  const known = new Map(all.map((item) => [item["name"], item]));
  return own.map((item) => connectionOf(item, known.get(item["name"]) ?? {}));
}

function connectionOf({ name, user, vhost, node }: Fields, more: Fields): Connection {
  const { user_provided_name, peer_host, peer_port, protocol, ssl, channels, connected_at } = more;
  return {
    name: String(name),
    user: String(user),
    vhost: String(vhost),
    node: String(node),
    clientName: user_provided_name as string | undefined,
    peerHost: peer_host as string | undefined,
    peerPort: peer_port as number | undefined,
    protocol: protocol as string | undefined,
    tls: ssl as boolean | undefined,
    channels: channels as number | undefined,
    connectedAt: typeof connected_at === "number" ? new Date(connected_at).toISOString() : undefined,
  };
}
