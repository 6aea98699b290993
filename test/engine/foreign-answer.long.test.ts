import type { RequestListener } from "node:http";
import * as rabbitmq from "../../sdk";
import { api } from "../support/admin";
import { enoughBrokers } from "../support/environment";
import { greeting, startFakeServer, status } from "../support/fake-server";
import { forward } from "../support/forward";
import { createStack, stateOf } from "../support/stack";

const [single, whole] = ["foreign-single", "foreign-whole"];
const appName = "foreign-app";

async function program() {
  const vhost = new rabbitmq.VHost("vhost", { name: single });
  const other = new rabbitmq.VHost("other", { name: whole });
  new rabbitmq.VHostLimits("limits", { vhost: other, maxQueues: 9 });
  const events = new rabbitmq.Exchange("events", { vhost, name: "events", type: "topic" });
  const orders = new rabbitmq.Queue("orders", { vhost, name: "orders", type: "classic" });
  new rabbitmq.Binding("orders", { source: events, destination: orders, routingKey: "order.#" });
  const app = new rabbitmq.User("app", { name: appName, password: "s3cret-of-app" });
  new rabbitmq.Permissions("app", { vhost, user: app, write: "^events$" });
  new rabbitmq.TopicPermissions("app", { vhost, user: app, exchange: events, write: "^order\\." });
  new rabbitmq.Policy("short", { vhost, name: "short", pattern: "^none$", definition: { "max-length": 5 } });
  const queues = Object.fromEntries(["a", "b", "c", "d"].map((name) => [name, { type: "classic" as const }]));
  const policies = { short: { pattern: "^none$", definition: { "max-length": 5 } } };
  new rabbitmq.Topology("topology", { vhost: other, queues, policies });
  return {};
}

const page: RequestListener = (_request, response) => {
  response.writeHead(200, { "content-type": "text/html" }).end("<html>\nwelcome\n</html>");
};

/** What a proxy, a gateway or another service answers in the broker's place. */
const answers: readonly RequestListener[] = [
  status(200, {}),
  status(200, []),
  status(200, null),
  status(200, { status: "ok" }),
  status(200, [{}, { id: 1 }]),
  page,
];

describe.each(enoughBrokers)("the engine on RabbitMQ $version", (broker) => {
  afterEach(async () => {
    for (const vhost of [single, whole]) await api(broker, "DELETE", `vhosts/${vhost}`);
    await api(broker, "DELETE", `users/${appName}`);
  });

  test("a refresh believes nothing that another service answers, and the next up changes nothing", async () => {
    const pass = forward(broker.endpoint);
    const server = await startFakeServer(pass);
    const stack = await createStack({ ...broker, endpoint: server.endpoint }, program);
    await stack.up();
    const resources = async () =>
      (await stateOf(stack)).map(({ urn, id, inputs, outputs }) => ({ urn, id, inputs, outputs }));
    const before = await resources();
    for (const [index, answer] of answers.entries()) {
      // The other service is there from the start, or comes after the broker's greeting.
      server.answer = (request, response) =>
        index > 0 && request.url === greeting ? pass(request, response) : answer(request, response);
      const { message } = await stack.refresh().then(
        () => new Error(`answer ${index} was believed`),
        (error: Error) => error,
      );
      expect(message).toMatch(/that RabbitMQ never answers: is a proxy|but not as RabbitMQ's management API does/);
      expect(message).not.toMatch(/TypeError|Cannot read|vhost "undefined"|^ {4}at /m);
      expect(await resources()).toEqual(before);
    }
    server.answer = pass;
    const { summary } = await stack.up();
    expect(Object.keys(summary.resourceChanges ?? {})).toEqual(["same"]);
    const { summary: refreshed } = await stack.refresh();
    expect(Object.keys(refreshed.resourceChanges ?? {})).toEqual(["same"]);
  });
});
