import { createServer, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { connect, type Socket } from "node:net";
import { afterTest } from "./after-test";

/** A proxy such as companies have between their build machines and the world. */
export interface ForwardProxy {
  readonly url: string;
  /** "GET http://…" and "CONNECT host:port", in the order of arrival. */
  readonly requests: string[];
  /** How many connections were made to it. */
  readonly connections: number;
  /** How many of them are open. */
  readonly open: number;
}

/** Wants these credentials, "user:password", where there are any. */
export async function startForwardProxy(wanted?: string): Promise<ForwardProxy> {
  const expected = wanted && `Basic ${Buffer.from(wanted).toString("base64")}`;
  const requests: string[] = [];
  const tunnels = new Set<Socket>();
  const isAllowed = (header: string | undefined) => expected === undefined || header === expected;
  let [connections, open] = [0, 0];

  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const { "proxy-authorization": given, ...headers } = request.headers;
    if (!isAllowed(given)) return response.writeHead(407).end();
    const options = { method: request.method ?? "GET", headers, agent: false };
    const passed = send(String(request.url), options, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on("error", () => response.writeHead(502).end());
    return request.pipe(passed);
  });
  server.on("connect", (request, client: Socket) => {
    requests.push(`CONNECT ${request.url}`);
    if (!isAllowed(request.headers["proxy-authorization"])) {
      return client.end("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n");
    }
    const [host, port] = String(request.url).split(":");
    const upstream = connect(Number(port), host, () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [client, upstream]) tunnels.add(socket.on("error", () => {}));
  });
  server.on("connection", (socket) => {
    connections++;
    open++;
    socket.on("close", () => open--);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterTest(() => {
    server.close();
    server.closeAllConnections();
    for (const socket of tunnels) socket.destroy();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    requests,
    get connections() {
      return connections;
    },
    get open() {
      return open;
    },
  };
}
