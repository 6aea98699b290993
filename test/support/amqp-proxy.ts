import { createServer, connect as dial, type Socket } from "node:net";

const running = new Set<() => void>();

afterEach(() => {
  for (const stop of running) stop();
  running.clear();
});

/** A TCP proxy on the loopback, which a test can cut after a number of bytes that the client has sent. */
export async function amqpProxy(amqpUrl: string, cutAfter = Number.POSITIVE_INFINITY) {
  const { hostname, port, protocol } = new URL(amqpUrl);
  const clients = new Set<Socket>();
  let sent = 0;
  let isCut = false;
  const proxy = {
    endpoint: "",
    get sent() {
      return sent;
    },
    get isCut() {
      return isCut;
    },
    onCut: () => {},
    cut() {
      isCut = true;
      for (const client of clients) client.destroy();
      proxy.onCut();
    },
  };
  const server = createServer((client) => {
    if (isCut) return client.destroy();
    const broker = dial(Number(port), hostname);
    clients.add(client);
    client.on("error", () => {}).on("close", () => broker.end());
    broker.on("error", () => {}).on("close", () => client.destroy());
    broker.pipe(client);
    client.on("data", (bytes) => {
      const left = cutAfter - sent;
      sent += bytes.length;
      if (left >= bytes.length) {
        broker.write(bytes);
        return;
      }
      // What was sent still arrives.
      broker.write(bytes.subarray(0, Math.max(0, left)));
      proxy.cut();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  running.add(() => {
    for (const client of clients) client.destroy();
    server.close();
  });
  const { port: chosen } = server.address() as { port: number };
  proxy.endpoint = `${protocol}//127.0.0.1:${chosen}`;
  return proxy;
}
