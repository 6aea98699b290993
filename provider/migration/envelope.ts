import { type Exact, shortText, uint32 } from "./frames";

/**
 * A message waits in the holding queue within an envelope: its exchange, routing key and properties are headers there. So
 * nothing of it acts while it waits: it does not expire, survives a restart of the broker, and needs no right to its user id.
 */
const prefix = "x-pulumi-migration-";
const names = { exchange: `${prefix}exchange`, routingKey: `${prefix}routing-key`, properties: `${prefix}properties` };

/** The flags of the properties that are used here: AMQP 0-9-1, section 4.2.6.1. The order is that of the values. */
const contentType = 0x8000;
const contentEncoding = 0x4000;
const headers = 0x2000;
const deliveryMode = 0x1000;
const persistent = 2;
/** After the headers: delivery mode and priority, three short texts. The user's id is after two more values. */
const userId = 0x0010;

/** Headers that a quorum queue adds to what it delivers. Kept, they would count the deliveries of the former queue. */
const ofDelivery = new Set(["x-delivery-count", "x-acquired-count"]);

/** The message in an envelope, for a queue. */
export function enclose(message: Exact, queue: string): Exact {
  const { exchange, routingKey, properties } = message;
  const entries = [
    bytesEntry(names.exchange, exchange),
    bytesEntry(names.routingKey, routingKey),
    bytesEntry(names.properties, properties),
  ];
  const table = Buffer.concat(entries);
  const flags = Buffer.alloc(2);
  flags.writeUInt16BE(headers | deliveryMode);
  return {
    exchange: Buffer.alloc(0),
    routingKey: Buffer.from(queue),
    properties: Buffer.concat([flags, uint32(table.length), table, Buffer.of(persistent)]),
  };
}

/** The message in the envelope; the message itself if it came into the holding queue without one. */
export function disclose(message: Exact): Exact {
  const found = new Map(entriesOf(message.properties).map(({ name, value }) => [name, value]));
  const of = (name: string) => found.get(name)?.subarray(4);
  const [exchange, routingKey, properties] = [of(names.exchange), of(names.routingKey), of(names.properties)];
  const isEnvelope = exchange && routingKey && properties;
  return isEnvelope ? { exchange, routingKey, properties } : message;
}

/** The properties without the headers that the queue added on delivery. */
export function withoutCounts(properties: Buffer): Buffer {
  const all = entriesOf(properties);
  const kept = all.filter(({ name }) => !ofDelivery.has(name));
  if (kept.length === all.length) return properties;
  const { start, end } = headersIn(properties);
  const table = Buffer.concat(kept.map(({ bytes }) => bytes));
  return Buffer.concat([properties.subarray(0, start), uint32(table.length), table, properties.subarray(end)]);
}

/** The user that the message says it is from; RabbitMQ accepts only the own one, except from an impersonator. */
export function userOf(properties: Buffer): string | undefined {
  const flags = properties.readUInt16BE(0);
  if (!(flags & userId)) return undefined;
  let offset = headersIn(properties).end;
  const octets = [deliveryMode, 0x0800];
  const texts = [0x0400, 0x0200, 0x0100, 0x0080];
  for (const octet of octets) if (flags & octet) offset += 1;
  for (const text of texts) if (flags & text) offset += 1 + properties.readUInt8(offset);
  if (flags & 0x0040) offset += 8; // timestamp
  if (flags & 0x0020) offset += 1 + properties.readUInt8(offset); // type
  return properties.toString("utf8", offset + 1, offset + 1 + properties.readUInt8(offset));
}

export function hasHeader(properties: Buffer, header: string): boolean {
  return entriesOf(properties).some(({ name }) => name === header);
}

interface Entry {
  readonly name: string;
  readonly value: Buffer;
  readonly bytes: Buffer;
}

/** The headers: the values without their types. */
function entriesOf(properties: Buffer): Entry[] {
  const { start, end } = headersIn(properties);
  const entries: Entry[] = [];
  for (let offset = start + 4; offset < end; ) {
    const typeAt = offset + 1 + properties.readUInt8(offset);
    const next = typeAt + 1 + sizeOf(properties, typeAt);
    const name = properties.toString("utf8", offset + 1, typeAt);
    entries.push({ name, value: properties.subarray(typeAt + 1, next), bytes: properties.subarray(offset, next) });
    offset = next;
  }
  return entries;
}

/** Where the headers are, with the four bytes of their length; an empty range if there are none. */
function headersIn(properties: Buffer): { start: number; end: number } {
  const flags = properties.readUInt16BE(0);
  let start = 2;
  for (const text of [contentType, contentEncoding]) if (flags & text) start += 1 + properties.readUInt8(start);
  return { start, end: flags & headers ? start + 4 + properties.readUInt32BE(start) : start };
}

const sizes: Record<string, number> = {
  t: 1,
  b: 1,
  B: 1,
  s: 2,
  u: 2,
  I: 4,
  i: 4,
  f: 4,
  D: 5,
  l: 8,
  L: 8,
  d: 8,
  T: 8,
  V: 0,
};

function sizeOf(bytes: Buffer, typeAt: number): number {
  const type = String.fromCharCode(Number(bytes[typeAt]));
  return sizes[type] ?? 4 + bytes.readUInt32BE(typeAt + 1); // a text, bytes, an array or a table
}

function bytesEntry(name: string, value: Buffer): Buffer {
  return Buffer.concat([shortText(Buffer.from(name)), Buffer.from("x"), uint32(value.length), value]);
}
