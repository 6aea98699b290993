import { type IncomingMessage, type RequestListener, request as send } from "node:http";

/**
 * Passes requests on to a real broker, with another path where it is told so: what a reverse proxy does. Each has a
 * connection of its own: one that is kept may be closed by the broker in this very moment.
 */
export function forward(endpoint: string, rewrite: (path: string) => string = (path) => path): RequestListener {
  const target = new URL(endpoint);
  return (request: IncomingMessage, response) => {
    const { method, headers } = request;
    const { hostname: host, port } = target;
    const options = { host, port, path: rewrite(String(request.url)), method, headers, agent: false };
    const passed = send(options, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on("error", () => response.destroy());
    request.pipe(passed);
  };
}
