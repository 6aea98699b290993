import { type IncomingMessage, type RequestListener, request as send } from "node:http";
import { buffer } from "node:stream/consumers";

/**
 * A balancer that sends each request to the next node. Where nothing listens, it closes the connection, or it asks the
 * node after that one, as HAProxy does with `option redispatch`.
 */
export function roundRobin(
  nodes: readonly { readonly endpoint: string }[],
  { redispatches = false } = {},
): RequestListener {
  let count = 0;
  return async (request, response) => {
    const body = await buffer(request);
    const first = count++;
    for (let tried = 0; tried < (redispatches ? nodes.length : 1); tried++) {
      const node = nodes[(first + tried) % nodes.length] as { endpoint: string };
      const answer = await pass(request, body, node.endpoint).catch(({ code }: NodeJS.ErrnoException) => code);
      if (answer === "ECONNREFUSED") continue;
      if (answer === undefined || typeof answer === "string") break;
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on("error", () => response.destroy());
      return answer.pipe(response);
    }
    return response.destroy();
  };
}

function pass({ method, headers, url }: IncomingMessage, body: Buffer, endpoint: string): Promise<IncomingMessage> {
  const { hostname: host, port } = new URL(endpoint);
  return new Promise((resolve, reject) => {
    const options = { host, port, path: String(url), method: String(method), headers, agent: false };
    send(options, resolve).on("error", reject).end(body);
  });
}
