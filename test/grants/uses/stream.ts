import { setTimeout as sleep } from "node:timers/promises";
import { type Client, connect, Offset } from "rabbitmq-stream-js-client";
import { Connection } from "rabbitmq-stream-js-client/dist/connection";
import type { Attempt } from "../attempt";
import { isAtLeast } from "../recipe";
import type { Login, Scene } from "../scene";
import { within } from "./within";

/** The client asks which versions of commands the broker knows, and 3.10 closes the connection on that question. */
const prototype = Connection.prototype as unknown as { exchangeCommandVersions(this: Connection): Promise<void> };
const { exchangeCommandVersions } = prototype;
/** The client forgets the connections on which the broker refused something. */
const opened = new Set<Connection>();
prototype.exchangeCommandVersions = async function () {
  opened.add(this);
  if (isAtLeast(this.rabbitManagementVersion, "3.11.0")) await exchangeCommandVersions.call(this);
};

export async function streamClient({ broker, vhost, defer }: Scene, { username, password }: Login): Promise<Client> {
  const port = Number(broker.ports?.stream);
  const client = await within(
    connect({ hostname: "127.0.0.1", port, username, password, vhost }),
    "the stream protocol's handshake",
  );
  defer(async () => {
    await client.close().catch(() => {});
    for (const connection of opened) {
      if (connection.vhost !== vhost) continue;
      opened.delete(connection);
      if (connection.ready) await connection.close().catch(() => {});
    }
  });
  return client;
}

async function write(client: Client, stream: string, body: string): Promise<void> {
  const publisher = await client.declarePublisher({ stream });
  const confirmed = new Promise<void>((resolve, reject) =>
    publisher.on("publish_confirm", (error) => (error ? reject(error) : resolve())),
  );
  await publisher.send(Buffer.from(body));
  await publisher.flush();
  await within(confirmed, "a confirm");
}

async function read(client: Client, stream: string): Promise<string> {
  let take: (body: string) => void;
  const first = new Promise<string>((resolve) => {
    take = resolve;
  });
  await client.declareConsumer({ stream, offset: Offset.first() }, ({ content }) => take(content.toString()));
  return within(first, `a message from ${stream}`);
}

/** Each of these streams: the application publishes, and the platform reads it. */
export const publishesToStreams =
  (...streams: string[]) =>
  async (scene: Scene) => {
    const [app, platform] = [await streamClient(scene, scene.app), await streamClient(scene, scene.platform)];
    for (const stream of streams) {
      await write(app, stream, `to ${stream}`);
      expect(await read(platform, stream)).toBe(`to ${stream}`);
    }
  };

export const readsStreams =
  (...streams: string[]) =>
  async (scene: Scene) => {
    const [app, platform] = [await streamClient(scene, scene.app), await streamClient(scene, scene.platform)];
    for (const stream of streams) {
      await write(platform, stream, `to ${stream}`);
      expect(await read(app, stream)).toBe(`to ${stream}`);
    }
  };

export const publishesToSuperStream =
  (superStream: string, ...partitions: string[]) =>
  async (scene: Scene) => {
    const app = await streamClient(scene, scene.app);
    const publisher = await app.declareSuperStreamPublisher({ superStream }, (_, options) =>
      String(options.messageProperties?.messageId),
    );
    const bodies = [...Array(8).keys()].map((id) => `order ${id}`);
    for (const messageId of bodies) await publisher.send(Buffer.from(messageId), { messageProperties: { messageId } });
    const platform = await streamClient(scene, scene.platform);
    const received = new Set<string>();
    const all = new Promise<void>((resolve, reject) => {
      const take = ({ content }: { content: Buffer }) => {
        if (received.add(content.toString()).size === bodies.length) resolve();
      };
      for (const stream of partitions) {
        platform.declareConsumer({ stream, offset: Offset.first() }, take).catch(reject);
      }
    });
    await within(all, "all messages of the super stream");
  };

export const readsSuperStream =
  (superStream: string, ...partitions: string[]) =>
  async (scene: Scene) => {
    const [app, platform] = [await streamClient(scene, scene.app), await streamClient(scene, scene.platform)];
    for (const partition of partitions) await write(platform, partition, partition);
    const received = new Set<string>();
    let done = () => {};
    const all = new Promise<void>((resolve) => {
      done = resolve;
    });
    await app.declareSuperStreamConsumer({ superStream, offset: Offset.first() }, ({ content }) => {
      if (received.add(content.toString()).size === partitions.length) done();
    });
    await within(all, "a message from each partition");
  };

/** Everything that the stream protocol can do to a stream. */
export const streamAttempts = (...streams: string[]): Attempt[] =>
  streams.flatMap((stream) => [
    attempt(`stream: publish ${stream}`, async (client) => void (await client.declarePublisher({ stream }))),
    attempt(`stream: consume ${stream}`, async (client) => {
      await client.declareConsumer({ stream, offset: Offset.first() }, () => {});
    }),
    { title: `stream: store offset ${stream}`, isAllowed: (scene) => storesOffset(scene, stream) },
    attempt(`stream: create ${stream}x`, async (client) => void (await client.createStream({ stream: `${stream}x` }))),
    attempt(`stream: delete ${stream}x`, async (client) => void (await client.deleteStream({ stream: `${stream}x` }))),
  ]);

const accessRefused = 16;
const noSuchStream = 2;

function attempt(title: string, make: (client: Client) => Promise<void>): Attempt {
  const isAllowed = async (scene: Scene) => {
    const failure = await make(await streamClient(scene, scene.app)).then(() => undefined, codeOf);
    if (failure !== undefined && ![accessRefused, noSuchStream].includes(failure))
      throw new Error(`${title}: ${failure}`);
    return failure !== accessRefused;
  };
  return { title, isAllowed };
}

/** The client throws the number alone, or a sentence with it. */
function codeOf(error: unknown): number {
  // Newer brokers do not even show a stream to a user without any permission on it.
  if (/Stream was not found on any node/.test(String(error))) return accessRefused;
  const code = typeof error === "number" ? error : Number(/code (\d+)/.exec(String(error))?.[1]);
  if (Number.isNaN(code)) throw error;
  return code;
}

/** The broker does not answer to an offset. Of two, the stream keeps the order: after the second one the first one is there, or refused. */
async function storesOffset(scene: Scene, stream: string): Promise<boolean> {
  const [app, platform] = [await streamConnection(scene, scene.app), await streamConnection(scene, scene.platform)];
  await app.storeOffset({ reference: "app", stream, offsetValue: 7n });
  await app.queryOffset({ reference: "app", stream }).catch(codeOf);
  await platform.storeOffset({ reference: "platform", stream, offsetValue: 8n });
  const stored = (reference: string) => platform.queryOffset({ reference, stream }).catch(() => undefined);
  for (let tries = 0; tries < 3_000 && (await stored("platform")) !== 8n; tries++) await sleep(20);
  expect(await stored("platform")).toBe(8n);
  return (await stored("app")) === 7n;
}

async function streamConnection(scene: Scene, login: Login): Promise<Connection> {
  const client = await streamClient(scene, login);
  return (client as unknown as { locatorConnection: Connection }).locatorConnection;
}
