import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { api, makeVHost } from "../support/admin";
import { newest } from "../support/environment";
import { provider } from "../support/provider";

/** A proxy to the real broker that refuses one request, so that an operation fails in its middle. */
function refusing(fragment: string): Promise<Server> {
  const server = createServer((incoming, answer) => {
    if (incoming.url?.includes(fragment) && incoming.method !== "GET") return answer.writeHead(403).end("{}");
    const forward = request(`${newest.endpoint}${incoming.url}`, {
      method: incoming.method,
      headers: incoming.headers,
    });
    forward.on("response", (response) => response.pipe(answer.writeHead(response.statusCode ?? 500, response.headers)));
    incoming.pipe(forward);
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

const through = (server: Server) => ({
  ...newest,
  endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
});

test("a vhost whose limits could not be set is kept in the state, and finished by the next update", async () => {
  const server = await refusing("vhost-limits");
  const args = { name: "incomplete", maxQueues: 3 };
  const error = await provider(through(server), "VHost")
    .create(args)
    .catch((thrown) => thrown);
  server.close();
  expect(error).toMatchObject({
    id: "incomplete",
    properties: args,
    reasons: [expect.stringMatching(/^vhost "incomplete": was declared, but its limits could not be set: /)],
  });

  const state = { id: error.id, inputs: args, outs: error.properties };
  await provider(newest, "VHost").update(state, args);
  expect((await api(newest, "GET", "vhost-limits/incomplete")).body).toMatchObject([{ value: { "max-queues": 3 } }]);
  await api(newest, "DELETE", "vhosts/incomplete");
});

test("a replaced queue whose bindings could not all be given back is kept in the state, and they are named", async () => {
  const removeVHost = await makeVHost(newest, "incomplete-queue");
  const args = { vhost: "incomplete-queue", name: "q", type: "classic" };
  const queue = await provider(newest, "Queue").create(args);
  for (const routingKey of ["first", "second"]) {
    await provider(newest, "Binding").create({ vhost: args.vhost, source: "amq.topic", destination: "q", routingKey });
  }
  const server = await refusing("/bindings/");
  const replacement = provider(through(server), "Queue").apply(queue, { ...queue.inputs, type: "quorum" });
  await expect(replacement).rejects.toMatchObject({
    id: "incomplete-queue/q",
    message: expect.stringMatching(/binding of "q" to "amq.topic" with key "first".* with key "second"/),
  });
  server.close();
  expect((await api(newest, "GET", "queues/incomplete-queue/q")).body.type).toBe("quorum");
  await removeVHost();
});
