/** What a broker answers to an attempt: the reply code, the AMQP method that failed, and the reply's text. */
export interface Refusal {
  readonly code: 403 | 404;
  readonly method: string;
  readonly text: string;
}
export type Outcome = "ok" | "unroutable" | Refusal;

interface Place {
  readonly version: string;
  readonly vhost: string;
  readonly user: string;
}

/** Each line of a limits program, and what this version of the broker answers to it. */
export function outcomes({ version, vhost, user }: Place): [string, Outcome][] {
  const refused = (method: string, right: string, object: string): Refusal => {
    const words = isAtLeast(version, "3.12.0") ? `${right} access` : "access";
    const text = `ACCESS_REFUSED - ${words} to ${object} in vhost '${vhost}' refused for user '${user}'`;
    return { code: 403, method, text };
  };
  const missing: Refusal = {
    code: 404,
    method: "QueueDeclare",
    text: `NOT_FOUND - no queue 'orders.next' in vhost '${vhost}'`,
  };
  const strange = isAtLeast(version, "4.2.6") ? refused("QueueDeclare", "configure", "queue 'invoices'") : "ok";
  return [
    ["declare exchange events", refused("ExchangeDeclare", "configure", "exchange 'events'")],
    ["declare queue orders", refused("QueueDeclare", "configure", "queue 'orders'")],
    ["check exchange events", "ok"],
    ["check queue orders", "ok"],
    ["check queue orders.next", missing],
    ["check queue invoices", strange],
    ["publish order.unknown", "unroutable"],
    ["publish invoice.new", refused("BasicPublish", "write", "topic 'invoice.new' in exchange 'events'")],
    ["publish to exchange audit", refused("BasicPublish", "write", "exchange 'audit'")],
    ["send to queue orders", refused("BasicPublish", "write", "exchange 'amq.default'")],
    ["consume from queue invoices", refused("BasicConsume", "read", "queue 'invoices'")],
    ["bind queue orders", refused("QueueBind", "write", "queue 'orders'")],
    ["purge queue invoices", refused("QueuePurge", "read", "queue 'invoices'")],
    ["delete queue orders", refused("QueueDelete", "configure", "queue 'orders'")],
  ];
}

function isAtLeast(version: string, oldest: string): boolean {
  return version.localeCompare(oldest, "en", { numeric: true }) >= 0;
}
