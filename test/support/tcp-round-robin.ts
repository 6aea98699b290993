import { type AddressInfo, createServer, connect as dial, type Socket } from "node:net";
import { afterTest } from "./after-test";

/** A balancer for AMQP until the end of the test: each connection goes to the next of these local ports that accepts it. */
export async function startTcpRoundRobin(ports: readonly number[]): Promise<number> {
  const sockets = new Set<Socket>();
  let count = 0;
  const server = createServer((client) => {
    sockets.add(client.on("error", () => {}));
    const from = count++;
    const attempt = (tried: number) => {
      if (tried === ports.length) return client.destroy();
      const node = dial(ports[(from + tried) % ports.length] as number, "127.0.0.1");
      node.once("error", () => attempt(tried + 1));
      node.once("connect", () => {
        node.removeAllListeners("error").on("error", () => {});
        sockets.add(node);
        client.pipe(node).pipe(client);
        client.on("close", () => node.destroy());
        node.on("close", () => client.destroy());
      });
    };
    attempt(0);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterTest(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
