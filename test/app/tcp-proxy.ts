import { type AddressInfo, createServer, connect as dial, type Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import { afterTest } from "../support/after-test";
import { urlOf } from "./platform";

/** A network between the application and a real broker, that can be cut, or can stop carrying. */
export interface TcpProxy {
  readonly host: string;
  url(name: string, query?: string): string;
  /** Calls back when the client has sent this text, before it is passed on. */
  when(text: string, act: () => void): void;
  /** How many connections are left; waits for none, for a minute. */
  untilEmpty(): Promise<number>;
  cut(): void;
  freeze(): void;
  thaw(): void;
  /** How many bytes clients have sent. */
  sent(): number;
}

interface Faults {
  /** How many bytes clients may send. What they send until then arrives; then it is cut. */
  readonly bytes?: number;
  reached?(): void;
  /** How many milliseconds each piece takes on its way, in both directions. */
  delay?(): number;
}

export async function startTcpProxy(
  amqpUrl: string,
  { bytes = Number.POSITIVE_INFINITY, reached, delay }: Faults = {},
): Promise<TcpProxy> {
  const { hostname, port } = new URL(amqpUrl);
  const sockets = new Set<Socket>();
  const thaws = new Set<() => void>();
  let [wanted, react, isFrozen] = ["", () => {}, false];
  let [open, sent] = [0, 0];
  const server = createServer((client) => {
    open++;
    const broker = dial(Number(port), hostname).setNoDelay(true);
    const held: Buffer[] = [];
    const passOn = () => held.length > 0 && broker.writable && broker.write(Buffer.concat(held.splice(0)));
    const [toBroker, toClient] = [inOrder(delay), inOrder(delay)];
    thaws.add(passOn);
    for (const socket of [client, broker]) sockets.add(socket.on("error", () => {}));
    client.on("data", (data) => {
      if (wanted && data.includes(wanted)) {
        wanted = "";
        react();
      }
      const left = bytes - sent;
      sent += data.length;
      held.push(data.subarray(0, Math.max(0, left)));
      toBroker(() => !isFrozen && passOn());
      if (data.length <= left) return;
      reached?.();
      cut();
    });
    broker.on("data", (data) => toClient(() => client.writable && client.write(data)));
    client.on("close", () => {
      open--;
      broker.destroy();
    });
    broker.on("close", () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  afterTest(() => {
    cut();
    server.close();
  });
  return {
    host,
    url: (name, query) => urlOf(host, name, name, query),
    when: (text, act) => {
      [wanted, react] = [text, act];
    },
    untilEmpty: async () => {
      for (let attempt = 0; open > 0 && attempt < 1_200; attempt++) await setTimeout(50);
      return open;
    },
    cut,
    freeze: () => {
      isFrozen = true;
    },
    thaw: () => {
      isFrozen = false;
      for (const passOn of thaws) passOn();
    },
    sent: () => sent,
  };
}

/** Acts at once, or each time after a delay, but in order. */
function inOrder(delay: (() => number) | undefined): (act: () => void) => void {
  if (!delay) return (act) => act();
  let last: Promise<unknown> = Promise.resolve();
  return (act) => {
    last = last.then(() => setTimeout(delay())).then(act);
  };
}
