import { connectAsync, type MqttClient } from "mqtt";
import type { Attempt } from "../attempt";
import type { Login, Scene } from "../scene";
import { bodyOf, next, send } from "./amqp";
import { within } from "./within";

export interface Session {
  readonly clientId: string;
  /** 5 is MQTT 5. @default 4, which is MQTT 3.1.1 */
  readonly protocolVersion?: 4 | 5;
  /** Whether its subscriptions outlive the connection. @default false */
  readonly stays?: boolean;
}

async function mqttClient(
  { broker, vhost, defer }: Scene,
  { username, password }: Login,
  session: Session,
): Promise<MqttClient> {
  const { clientId, protocolVersion = 4, stays = false } = session;
  const client = await connectAsync(`mqtt://127.0.0.1:${broker.ports?.mqtt}`, {
    username: `${vhost}:${username}`,
    password,
    clientId,
    protocolVersion,
    clean: !stays,
    reconnectPeriod: 0,
    connectTimeout: 120_000,
  });
  client.on("error", () => {});
  defer(() => client.endAsync(true));
  return client;
}

/** The application publishes with both qualities of service, and keeps one as the topic's last. */
export const publishesTopic = (topic: string, key: string, session: Session) => async (scene: Scene) => {
  const platform = await scene.channel(scene.platform);
  const { queue } = await platform.assertQueue("", { exclusive: true });
  await platform.bindQueue(queue, "amq.topic", key);
  const client = await mqttClient(scene, scene.app, session);
  for (const [qos, retain] of [
    [0, false],
    [1, false],
    [1, true],
  ] as const) {
    await client.publishAsync(topic, `quality ${qos}`, { qos, retain });
    const message = await next(platform, queue);
    expect(bodyOf(message)).toBe(`quality ${qos}`);
    platform.ack(message);
  }
};

/** What comes with this routing key reaches the application, with both qualities of service. */
export const subscribesTo = (filter: string, key: string, session: Session) => async (scene: Scene) => {
  const platform = await scene.channel(scene.platform);
  for (const qos of [0, 1] as const) {
    const client = await mqttClient(scene, scene.app, session);
    expect((await client.subscribeAsync(filter, { qos })).map(({ qos }) => qos)).toEqual([qos]);
    const message = new Promise<string>((resolve) => client.once("message", (_, body) => resolve(body.toString())));
    await send(platform, "amq.topic", key, `quality ${qos}`);
    expect(await within(message, `a message for ${filter}`)).toBe(`quality ${qos}`);
    await client.unsubscribeAsync(filter);
    await client.endAsync();
  }
};

export const publishAttempts = (session: Session, ...topics: string[]): Attempt[] =>
  topics.map((topic) =>
    attempt(`mqtt: publish ${topic}`, session, async (client) => {
      await client.publishAsync(topic, "attempt", { qos: 1 });
    }),
  );

export const subscribeAttempts = (session: Session, ...filters: string[]): Attempt[] =>
  filters.flatMap((filter) =>
    ([0, 1] as const).map((qos) =>
      attempt(`mqtt: subscribe ${filter} qos ${qos} as ${session.clientId}`, session, async (client) => {
        const [granted] = await client.subscribeAsync(filter, { qos });
        if (granted?.qos !== qos) throw new Error("refused");
      }),
    ),
  );

/** Brokers refuse by a code, or by the end of the connection, which the client may not tell those who wait. */
function attempt(title: string, session: Session, make: (client: MqttClient) => Promise<void>): Attempt {
  const isAllowed = async (scene: Scene) => {
    const client = await mqttClient(scene, scene.app, session);
    const ended = new Promise<never>((_, reject) => client.once("close", () => reject(new Error("closed"))));
    const isAllowed = await within(Promise.race([make(client), ended]), title).then(
      () => true,
      (error) => {
        if (/did not come/.test(String(error))) throw error;
        return false;
      },
    );
    await client.endAsync(true);
    return isAllowed;
  };
  return { title, isAllowed };
}
