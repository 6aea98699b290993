import type { Fields } from "../../model/object";
import type { KindName } from "../../provider/kinds";
import { api, makeVHost } from "../support/admin";
import { enoughBrokers } from "../support/environment";
import { startFakeServer } from "../support/fake-server";
import { forward } from "../support/forward";
import { provider } from "../support/provider";

const vhost = "requests";
const many = Array.from({ length: 20 }, (_, index) => `requests-${index}`);

/** Of each kind, twenty. */
const cases: [KindName, (name: string) => Fields][] = [
  ["User", (name) => ({ name, password: "s3cret" })],
  ["Exchange", (name) => ({ vhost, name, type: "topic" })],
  ["Queue", (name) => ({ vhost, name, type: "classic" })],
  ["Binding", (name) => ({ vhost, source: name, destination: name })],
  ["Policy", (name) => ({ vhost, name, pattern: "^none$", definition: { "message-ttl": 5 } })],
  ["Permissions", (name) => ({ vhost, user: name, read: "^x$" })],
  ["TopicPermissions", (name) => ({ vhost, user: name, exchange: name, read: "^x$" })],
];

describe.each(enoughBrokers)("on RabbitMQ $version", (broker) => {
  let removeVHost: () => Promise<unknown>;
  beforeAll(async () => {
    removeVHost = await makeVHost(broker, vhost);
  });
  afterAll(async () => {
    await removeVHost();
    await Promise.all(many.map((name) => api(broker, "DELETE", `users/${name}`)));
  });

  test.each(cases)("each new %s takes two requests at most", async (kind, argsOf) => {
    const server = await startFakeServer(forward(broker.endpoint));
    const it = provider({ ...broker, endpoint: server.endpoint }, kind);
    await it.client.version();
    server.requests.length = 0;
    await Promise.all(many.map((name) => it.create(argsOf(name))));
    expect(server.requests.length).toBeGreaterThanOrEqual(many.length);
    // A run reads once what interrupted runs owe, or the list of the kind, with a witness if that is empty; and the nodes.
    expect(server.requests.length).toBeLessThanOrEqual(2 * many.length + 3);
  });
});
