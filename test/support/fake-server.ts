import { createServer, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterTest } from "./after-test";

/** For faults that no broker produces on request, and to count what reaches a real one. */
export interface FakeServer {
  readonly endpoint: string;
  readonly port: number;
  /** "GET /api/whoami", in the order of arrival. */
  readonly requests: string[];
  /** How many connections were made to it. */
  connections: number;
  /** How many of them are open. */
  open: number;
  /** What it does with the next request. */
  answer: RequestListener;
  stop(): Promise<void>;
}

/** Listens on the loopback until the test ends. */
export async function startFakeServer(answer: RequestListener = likeABroker, port = 0): Promise<FakeServer> {
  const server = createServer((request, response) => {
    fake.requests.push(`${request.method} ${request.url}`);
    fake.answer(request, response);
  });
  server.keepAliveTimeout = 0; // who closes an idle connection is the client
  server.on("connection", (socket) => {
    fake.connections++;
    fake.open++;
    socket.on("close", () => fake.open--);
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const { port: chosen } = server.address() as AddressInfo;
  const fake: FakeServer = {
    endpoint: `http://127.0.0.1:${chosen}`,
    port: chosen,
    requests: [],
    connections: 0,
    open: 0,
    answer,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  afterTest(fake.stop);
  return fake;
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

export const missing = { error: "Object Not Found", reason: "Not Found" };

/** What a client asks first. */
export const greeting = "/api/overview?disable_stats=true";

/** An empty broker: it greets, knows its user and the vhost "/", and has nothing else. */
export const likeABroker: RequestListener = ({ url }, response) => {
  if (url === greeting) json(response, 200, { rabbitmq_version: "4.0.5" });
  else if (url === "/api/whoami") json(response, 200, { name: "u" });
  else if (url === "/api/vhosts") json(response, 200, [{ name: "/" }]);
  else json(response, 404, missing);
};

/** Greets, and then answers with one of the list after the other, the last one for ever. */
export function inTurn(...answers: RequestListener[]): RequestListener {
  return (request, response) => {
    if (request.url === greeting) return likeABroker(request, response);
    const next = answers.length > 1 ? answers.shift() : answers[0];
    next?.(request, response);
  };
}

export const status =
  (code: number, body: unknown = {}, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    json(response, code, body);
  };

export const hangUp: RequestListener = (_request, response) => response.destroy();
