import type { Fields } from "../model/object";
import { BrokerError } from "./management/errors";
import { path } from "./management/path";
import { one } from "./management/target";
import type { Run } from "./run";

/** Where the broker listens for AMQP, and the port of the management API through which that is known. */
export interface AmqpPorts {
  readonly management: number;
  readonly amqp?: number;
  readonly amqps?: number;
}

const assumed =
  "the url of an AppAccess assumes AMQP's standard port (5672, or 5671 with TLS) on the host of rabbitmq:endpoint, since a proxy or a forwarded port hides where the broker listens: if that is wrong, give the AppAccess the argument server";

/**
 * The broker's own ports. They count only if the endpoint's port is one of them too: else something is in between, which
 * changes AMQP's port as well. The first question of a run is for all applications.
 */
export function amqpPortsFor(run: Run): () => Promise<AmqpPorts | undefined> {
  let asked: Promise<AmqpPorts | undefined> | undefined;
  const ask = async () => {
    const ports = portsIn(await overviewOf(run), new URL(run.broker().settings.endpoint));
    if (!ports) run.report(assumed);
    return ports;
  };
  return () => {
    asked ??= ask();
    return asked;
  };
}

/** A login without the tag `monitoring` is not told of listeners, and another may be refused. */
async function overviewOf(run: Run): Promise<Fields> {
  try {
    return await run.broker().getExisting(one(path`overview`, {}, ["rabbitmq_version"]));
  } catch (error) {
    if (error instanceof BrokerError) return {};
    throw error;
  }
}

function portsIn({ node, listeners = [] }: Fields, { protocol, port }: URL): AmqpPorts | undefined {
  const own = (listeners as Fields[]).filter((listener) => listener["node"] === node);
  const portOf = (name: string) =>
    own.find((listener) => listener["protocol"] === name)?.["port"] as number | undefined;
  const management = Number(port || (protocol === "https:" ? 443 : 80));
  const isDirect = own.some((each) => /^https?$/.test(String(each["protocol"])) && each["port"] === management);
  const [amqp, amqps] = [portOf("amqp"), portOf("amqp/ssl")];
  if (!isDirect || (amqp === undefined && amqps === undefined)) return undefined;
  return { management, ...(amqp !== undefined && { amqp }), ...(amqps !== undefined && { amqps }) };
}
