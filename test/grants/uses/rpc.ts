import type { Login, Scene } from "../scene";
import { bodyOf, next, send } from "./amqp";

/** How requests and answers travel. */
export interface Conversation {
  /** Where the client sends requests. */
  readonly exchange: string;
  readonly key: string;
  /** Where the server takes them from. */
  readonly requests: string;
  /** By which the server answers. @default the default exchange */
  readonly replies?: string;
  /** Where the client listens: `""` for a queue that the broker names. @default the pseudo-queue of direct reply-to */
  readonly inbox?: string;
}

const direct = "amq.rabbitmq.reply-to";

/** A request is answered, between two users who may do nothing else. */
export const asks = (how: Conversation) => (scene: Scene) => converse(scene, scene.app, scene.partner, how);
export const answers = (how: Conversation) => (scene: Scene) => converse(scene, scene.partner, scene.app, how);

async function converse(scene: Scene, client: Login, server: Login, how: Conversation): Promise<void> {
  const { exchange, key, requests, replies = "" } = how;
  const asking = await scene.channel(client);
  const answering = await scene.channel(server);
  const inbox = await inboxOf(asking, how);

  const answer = next(asking, inbox, { noAck: true });
  await send(asking, exchange, key, "2 + 2", { replyTo: inbox });
  const request = await next(answering, requests);
  expect(bodyOf(request)).toBe("2 + 2");
  const to = String(request.properties.replyTo);
  // A returned message would show that the answer found no way: direct replies are routed by no queue.
  await send(answering, replies, to, "4", { mandatory: !to.startsWith(direct) });
  answering.ack(request);
  expect(bodyOf(await answer)).toBe("4");
}

async function inboxOf(channel: Awaited<ReturnType<Scene["channel"]>>, { inbox = direct, replies }: Conversation) {
  if (inbox !== "") return inbox;
  const { queue } = await channel.assertQueue("", { exclusive: true });
  await channel.bindQueue(queue, String(replies), queue);
  return queue;
}
