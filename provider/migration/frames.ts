import type { ConfirmChannel } from "amqplib";

/**
 * amqplib converts headers to JavaScript values and back, which loses the type of numbers, integers above 2^53 and text that
 * is not UTF-8. A migration must return what it took, so it reads and writes the bytes of the frames: AMQP 0-9-1, section 2.3.5.
 */

/** A message as it was on the wire. */
export interface Exact {
  readonly exchange: Buffer;
  readonly routingKey: Buffer;
  /** The content header's flags and values. */
  readonly properties: Buffer;
}

/** What this file uses of amqplib's connection. */
interface Connection {
  rest: Buffer;
  sentSinceLastCheck: boolean;
  readonly channels: readonly { readonly buffer: { write(bytes: Buffer): boolean } }[];
  recvFrame(): unknown;
  sendContent(channel: number, content: Buffer): boolean;
}

/** What this file uses of amqplib's channel. */
interface Internals {
  readonly ch: number;
  readonly connection: Connection;
  pushConfirmCallback(done: Done): void;
}

type Done = (refused: unknown) => void;

const methodFrame = 1;
const headerFrame = 2;
/** Type, channel, size. */
const frameStart = 7;
const frameEnd = 0xce;
const basic = 60;
const publishMethod = 40;
const deliverMethod = 60;
const isMandatory = 1;

const exactly = Symbol("exactly");

/** Fields or properties that amqplib passes on. */
interface Known {
  [exactly]?: unknown;
}

/** Makes a connection keep the bytes of what it receives. Returns `false` if this version of amqplib is not known to do so. */
export function keepBytes(model: { readonly connection: unknown }): boolean {
  const connection = model.connection as Connection;
  if (typeof connection.recvFrame !== "function" || !Buffer.isBuffer(connection.rest)) return false;
  const convert = connection.recvFrame.bind(connection);
  connection.recvFrame = () => take(connection) ?? convert();
  return true;
}

/** The bytes of a message that a connection received. */
export function exactOf({ fields, properties }: { fields: object; properties: object }): Exact {
  const delivered = (fields as Known)[exactly] as Omit<Exact, "properties">;
  return { ...delivered, properties: (properties as Known)[exactly] as Buffer };
}

/** Publishes a message that must reach a queue. `done` gets what is wrong if the broker does not confirm it. */
export function publish(
  channel: ConfirmChannel,
  { exchange, routingKey, properties }: Exact,
  content: Buffer,
  done: Done,
): void {
  const { ch, connection } = channel as unknown as Internals;
  const method = [uint16(basic), uint16(publishMethod), uint16(0), shortText(exchange), shortText(routingKey)];
  const header = [uint16(basic), uint16(0), uint64(content.length), properties];
  const frames = [frame(methodFrame, ch, [...method, Buffer.of(isMandatory)]), frame(headerFrame, ch, header)];
  connection.channels[ch]?.buffer.write(Buffer.concat(frames));
  connection.sentSinceLastCheck = true;
  connection.sendContent(ch, content);
  (channel as unknown as Internals).pushConfirmCallback(done);
}

/** The next frame if it is a delivery or the header of a content, in the form in which amqplib's channels take it. */
function take(connection: Connection): unknown {
  const { rest } = connection;
  if (rest.length < frameStart) return undefined;
  const end = frameStart + rest.readUInt32BE(3);
  if (rest.length <= end || rest[end] !== frameEnd) return undefined;
  const read = contentOf(Number(rest[0]), rest.subarray(frameStart, end));
  if (!read) return undefined;
  connection.rest = rest.subarray(end + 1);
  return { channel: rest.readUInt16BE(1), ...read };
}

function contentOf(type: number, payload: Buffer): object | undefined {
  if (type === headerFrame) {
    return { id: basic, size: Number(payload.readBigUInt64BE(4)), fields: { [exactly]: payload.subarray(12) } };
  }
  const isDelivery =
    type === methodFrame && payload.readUInt16BE(0) === basic && payload.readUInt16BE(2) === deliverMethod;
  return isDelivery ? { id: payload.readUInt32BE(0), fields: delivery(payload.subarray(4)) } : undefined;
}

function delivery(bytes: Buffer): object {
  const consumerTag = textAt(bytes, 0);
  const tagAt = 1 + consumerTag.length;
  const exchange = textAt(bytes, tagAt + 9);
  const routingKey = textAt(bytes, tagAt + 10 + exchange.length);
  return {
    consumerTag: consumerTag.toString(),
    deliveryTag: Number(bytes.readBigUInt64BE(tagAt)),
    redelivered: bytes[tagAt + 8] === 1,
    exchange: exchange.toString(),
    routingKey: routingKey.toString(),
    [exactly]: { exchange, routingKey },
  };
}

function textAt(bytes: Buffer, offset: number): Buffer {
  return bytes.subarray(offset + 1, offset + 1 + bytes.readUInt8(offset));
}

function frame(type: number, channel: number, parts: readonly Buffer[]): Buffer {
  const payload = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(type), uint16(channel), uint32(payload.length), payload, Buffer.of(frameEnd)]);
}

/** A text of at most 255 bytes after its length. */
export function shortText(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.of(bytes.length), bytes]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}
