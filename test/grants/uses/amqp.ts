import type { ConfirmChannel, ConsumeMessage } from "amqplib";
import type { Scene } from "../scene";
import { within } from "./within";

/** Publishes as mandatory, and fails if no queue takes it. */
export async function send(channel: ConfirmChannel, exchange: string, key: string, body: string, options = {}) {
  const returned = new Promise<never>((_, reject) =>
    channel.once("return", () => reject(new Error(`no queue takes ${key} from ${exchange}`))),
  );
  channel.publish(exchange, key, Buffer.from(body), { mandatory: true, ...options });
  await Promise.race([channel.waitForConfirms(), returned]);
}

/** The next message of a queue, not yet acknowledged. */
export async function next(channel: ConfirmChannel, queue: string, options = {}): Promise<ConsumeMessage> {
  const tag = `next-${Math.random()}`;
  const message = new Promise<ConsumeMessage>((resolve, reject) => {
    const take = (message: ConsumeMessage | null) => message && resolve(message);
    channel.consume(queue, take, { consumerTag: tag, ...options }).catch(reject);
  });
  const taken = await within(message, `a message from ${queue}`);
  await channel.cancel(tag);
  return taken;
}

export const bodyOf = (message: ConsumeMessage) => message.content.toString();

/** The application publishes, and the queue gets it. */
export const publishes = (exchange: string, key: string, queue: string) => async (scene: Scene) => {
  await send(await scene.channel(scene.app), exchange, key, "from the application");
  expect(bodyOf(await next(await scene.channel(scene.platform), queue))).toBe("from the application");
};

/** What comes to the exchange reaches the application by its queue. */
export const consumes = (exchange: string, key: string, queue: string, options?: object) => async (scene: Scene) => {
  await send(await scene.channel(scene.platform), exchange, key, "for the application");
  const channel = await scene.channel(scene.app);
  const message = await next(channel, queue, options);
  expect(bodyOf(message)).toBe("for the application");
  channel.ack(message);
};

/** What the application rejects comes to the other queue. */
export const rejects = (queue: string, deadLetterQueue: string) => async (scene: Scene) => {
  await send(await scene.channel(scene.platform), "", queue, "a bad one");
  const channel = await scene.channel(scene.app);
  channel.nack(await next(channel, queue), false, false);
  expect(bodyOf(await next(await scene.channel(scene.platform), deadLetterQueue))).toBe("a bad one");
};

/** From one queue by an exchange to the other one. */
export const moves = (from: string, exchange: string, key: string, to: string) => async (scene: Scene) => {
  const platform = await scene.channel(scene.platform);
  await send(platform, "", from, "once more");
  const channel = await scene.channel(scene.app);
  const message = await next(channel, from);
  await send(channel, exchange, key, bodyOf(message));
  channel.ack(message);
  expect(bodyOf(await next(platform, to))).toBe("once more");
};

/** A queue of its own: declared, bound, read, unbound and deleted. */
export const usesQueueOfItsOwn =
  ({
    name,
    from,
    key = "",
    deadLetterExchange,
  }: {
    name: string;
    from?: string;
    key?: string;
    deadLetterExchange?: string;
  }) =>
  async (scene: Scene) => {
    const channel = await scene.channel(scene.app);
    const options = deadLetterExchange === undefined ? {} : { deadLetterExchange };
    const { queue } = await channel.assertQueue(name, { durable: true, exclusive: true, ...options });
    // What the broker named nobody can declare again.
    if (name !== "") await channel.assertQueue(queue, { durable: true, exclusive: true, ...options });
    if (from !== undefined) {
      await channel.bindQueue(queue, from, key);
      await send(await scene.channel(scene.platform), from, key, "news");
      expect(bodyOf(await next(channel, queue))).toBe("news");
      await channel.purgeQueue(queue);
      await channel.unbindQueue(queue, from, key);
    }
    await channel.deleteQueue(queue);
  };

/** An exchange of its own. */
export const usesExchangeOfItsOwn = (name: string, alternateExchange?: string) => async (scene: Scene) => {
  const channel = await scene.channel(scene.app);
  const options = alternateExchange === undefined ? {} : { alternateExchange };
  await channel.assertExchange(name, "topic", options);
  await channel.assertExchange(name, "topic", options);
  await channel.deleteExchange(name);
  // As it was, for what comes next.
  await channel.assertExchange(name, "topic", options);
};

/** Binds what the platform declares, and unbinds it. */
export const binds =
  (kind: "Queue" | "Exchange", destination: string, source: string, key: string, queue: string) =>
  async (scene: Scene) => {
    const [channel, platform] = [await scene.channel(scene.app), await scene.channel(scene.platform)];
    await channel[`bind${kind}`](destination, source, key);
    await send(platform, source, key, "by the binding");
    expect(bodyOf(await next(platform, queue))).toBe("by the binding");
    await channel[`unbind${kind}`](destination, source, key);
    await expect(send(platform, source, key, "by no binding")).rejects.toThrow("no queue takes");
  };
