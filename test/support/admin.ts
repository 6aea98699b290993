import type { TestBroker } from "./environment";

/** The management API as the platform's own colleague uses it: plain requests, to look at the broker and to meddle with it. */
export async function api(broker: TestBroker, method: string, path: string, body?: unknown) {
  const request = () =>
    fetch(`${broker.endpoint}/api/${path}`, {
      method,
      headers: {
        authorization: `Basic ${Buffer.from(`${broker.username}:${broker.password}`).toString("base64")}`,
        "content-type": "application/json",
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  // A broker may close a kept connection at the moment of the request; all requests of this API can be repeated.
  const response = await request().catch(request).catch(request);
  const text = await response.text();
  // biome-ignore lint/suspicious/noExplicitAny: the broker's JSON, looked at by tests
  return { status: response.status, body: (text ? JSON.parse(text) : undefined) as any };
}

/** Makes a vhost for one test file, and gives a function that takes it away. */
export async function makeVHost(broker: TestBroker, name: string): Promise<() => Promise<unknown>> {
  await api(broker, "DELETE", `vhosts/${encodeURIComponent(name)}`);
  await api(broker, "PUT", `vhosts/${encodeURIComponent(name)}`, {});
  return () => api(broker, "DELETE", `vhosts/${encodeURIComponent(name)}`);
}
