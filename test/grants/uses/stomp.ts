import { type Client, connect } from "stompit";
import type { Attempt } from "../attempt";
import type { Login, Scene } from "../scene";
import { bodyOf, next, send } from "./amqp";
import { within } from "./within";

async function stompClient({ broker, vhost, defer }: Scene, { username, password }: Login): Promise<Client> {
  const options = {
    host: "127.0.0.1",
    port: Number(broker.ports?.stomp),
    connectHeaders: { host: vhost, login: username, passcode: password, "heart-beat": "0,0" },
  };
  const connected = new Promise<Client>((resolve, reject) =>
    connect(options, (error, client) => (error ? reject(error) : resolve(client))),
  );
  const client = await within(connected, "a STOMP connection");
  client.on("error", () => {});
  // The client's own handler destroys the frame instead of the client, which nobody listens to.
  client.setCommandHandler("ERROR", ({ headers }) => client.destroy(new Error(headers["message"])));
  defer(() => client.destroy());
  return client;
}

/** Ends with the broker's receipt, or with its error. */
function sendTo(client: Client, destination: string, body: string): Promise<void> {
  const done = new Promise<void>((resolve, reject) => {
    client.once("error", reject);
    client.send({ destination }, { onReceipt: resolve }).end(body);
  });
  return within(done, `a receipt for ${destination}`);
}

interface Subscription {
  readonly client: Client;
  /** The next message. */
  readonly message: Promise<string>;
}

async function subscribeTo(client: Client, destination: string, headers = {}): Promise<Subscription> {
  const subscription = { id: "mine", ack: "auto", destination, ...headers };
  const message = new Promise<string>((resolve, reject) => {
    client.setImplicitSubscription(subscription.id, subscription.ack, (error, frame) => {
      if (error) return reject(error);
      frame.readString("utf8", (error, body) => (error ? reject(error) : resolve(body)));
    });
  });
  message.catch(() => {});
  const taken = new Promise<void>((resolve, reject) => {
    client.once("error", reject);
    // The client's subscribe() cannot ask for a receipt.
    client.sendFrame("SUBSCRIBE", subscription, { onReceipt: resolve }).end();
  });
  await within(taken, `the subscription to ${destination}`);
  return { client, message };
}

/** The application sends, and the queue gets it. */
export const sendsTo = (destination: string, queue: string) => async (scene: Scene) => {
  await sendTo(await stompClient(scene, scene.app), destination, "by STOMP");
  expect(bodyOf(await next(await scene.channel(scene.platform), queue))).toBe("by STOMP");
};

/** What the platform publishes reaches the application. */
export const getsFrom =
  (destination: string, exchange: string, key: string, headers = {}) =>
  async (scene: Scene) => {
    const { client, message } = await subscribeTo(await stompClient(scene, scene.app), destination, headers);
    await send(await scene.channel(scene.platform), exchange, key, "for STOMP");
    expect(await within(message, `a message from ${destination}`)).toBe("for STOMP");
    client.destroy();
  };

export const sendAttempts = (...destinations: string[]): Attempt[] =>
  destinations.map((destination) =>
    attempt(`stomp: send ${destination}`, (client) => sendTo(client, destination, "attempt")),
  );

export const subscribeAttemptsTo = (...destinations: string[]): Attempt[] =>
  destinations.map((destination) =>
    attempt(`stomp: subscribe ${destination}`, async (client) => void (await subscribeTo(client, destination))),
  );

function attempt(title: string, make: (client: Client) => Promise<void>): Attempt {
  const isAllowed = async (scene: Scene) => {
    const client = await stompClient(scene, scene.app);
    const isAllowed = await make(client).then(
      () => true,
      (error) => {
        if (error.message !== "access_refused") throw error;
        return false;
      },
    );
    client.destroy();
    return isAllowed;
  };
  return { title, isAllowed };
}
