import type { RequestListener, ServerResponse } from "node:http";
import type { TestBroker } from "../support/environment";
import { json, missing, startFakeServer } from "../support/fake-server";
import { forward } from "../support/forward";

/** What happens to requests instead of the broker's answer. */
export const faults = {
  reset: (request) => request.destroy(),
  "500": (_, response) => json(response, 500, {}),
  "503 of a proxy": (_, response) => void response.writeHead(503, { "content-type": "text/html" }).end("<html>"),
  "404 to all": (_, response) => json(response, 404, missing),
  "401": (_, response) => json(response, 401, { error: "not_authorised", reason: "Login failed" }),
  html: (_, response) => void response.writeHead(200, { "content-type": "text/html" }).end("<html>"),
  "{} to all": (_, response) => json(response, 200, {}),
  "[] to all": (_, response) => json(response, 200, []),
  silence: () => {},
} satisfies Record<string, RequestListener>;

/** What happens to the answer of a request that the broker carries out. */
const lost = {
  "answer lost": (response: ServerResponse) => response.destroy(),
  "answer truncated": (response: ServerResponse) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "1000" }).write("[{");
    response.destroy();
  },
};

export type Fault = keyof typeof faults | keyof typeof lost;
export const allFaults = [...Object.keys(faults), ...Object.keys(lost)] as Fault[];

/** Which requests a fault meets. */
export interface Window {
  /** The number of requests before the first one that the fault meets. */
  readonly after: number;
  /** The number of requests that it meets. */
  readonly during: number;
}

export interface Plan extends Window {
  readonly fault: Fault;
}

/** A broker behind a proxy with one fault. */
export function faulty(broker: TestBroker, { fault, ...window }: Plan) {
  return behindProxy(broker, window, (pass) => spoiled(fault, pass));
}

/** What a fault does to a request. */
export function spoiled(fault: Fault, pass: RequestListener): RequestListener {
  if (fault in faults) return (faults as Record<string, RequestListener>)[fault] as RequestListener;
  const end = lost[fault as keyof typeof lost];
  return (request, response) => {
    const swallowed = Object.assign(Object.create(response), {
      writeHead() {},
      write: () => true,
      end: () => end(response),
    });
    return pass(request, swallowed as typeof response);
  };
}

/** A broker behind a proxy that treats the requests of a window in another way than to pass them on. */
export async function behindProxy(
  broker: TestBroker,
  { after, during }: Window,
  instead: (pass: RequestListener) => RequestListener,
) {
  const pass = forward(broker.endpoint);
  const meet = instead(pass);
  let count = -1;
  const server = await startFakeServer((request, response) => {
    count++;
    if (count < after || count >= after + during) return pass(request, response);
    return meet(request, response);
  });
  return {
    broker: { ...broker, endpoint: server.endpoint },
    stop: () => server.stop(),
  };
}
