import { liveBroker } from "../../provider/sources/live-broker";
import { api, makeVHost } from "../support/admin";
import { connect } from "../support/connection";
import { newest } from "../support/environment";
import { startFakeServer } from "../support/fake-server";
import { forward } from "../support/forward";

const vhosts = ["live-broker-1", "live-broker-2"];

test("a broker is read with three lists a vhost, and one for each other kind", async () => {
  const removals = await Promise.all(vhosts.map((vhost) => makeVHost(newest, vhost)));
  for (const vhost of vhosts) {
    for (const name of ["a", "b"]) await api(newest, "PUT", `queues/${vhost}/${name}`, { durable: true });
    await api(newest, "POST", `bindings/${vhost}/e/amq.topic/q/a`, { routing_key: "k" });
  }
  const server = await startFakeServer(forward(newest.endpoint));
  const { objects } = await liveBroker(connect({ ...newest, endpoint: server.endpoint }), vhosts).read();
  await Promise.all(removals.map((remove) => remove()));

  expect(objects.filter(({ kind }) => kind === "Queue")).toHaveLength(4);
  const paths = server.requests.map((request) => request.replace(/^GET \/api\/|\?.*$/g, ""));
  const ofVHosts = ["bindings", "exchanges", "queues"].flatMap((list) => vhosts.map((vhost) => `${list}/${vhost}`));
  const ofBroker = ["global-parameters", "operator-policies", "parameters", "permissions", "policies"];
  const others = ["overview", "topic-permissions", "user-limits", "users", "vhost-limits", "vhosts"];
  // The overview gives the version. An empty list may be that of another service: then it is asked what only a RabbitMQ has.
  expect(paths.filter((path) => path !== "whoami").toSorted()).toEqual(
    [...ofVHosts, ...ofBroker, ...others].toSorted(),
  );
});

test("what a login may not see is listed, and the others are read", async () => {
  const [closed, open] = vhosts as [string, string];
  const removals = await Promise.all(vhosts.map((vhost) => makeVHost(newest, vhost)));
  const [name, password] = ["live-broker monitor", "p"];
  const user = encodeURIComponent(name);
  const nothing = { configure: "", write: "", read: "" };
  await api(newest, "PUT", `users/${user}`, { password, tags: "monitoring" });
  await api(newest, "PUT", `permissions/${open}/${user}`, nothing);
  await api(newest, "PUT", `queues/${open}/seen`, { durable: true });
  const { objects, left } = await liveBroker(connect({ ...newest, username: name, password }), vhosts).read();
  await api(newest, "DELETE", `users/${user}`);
  await Promise.all(removals.map((remove) => remove()));

  expect(objects.filter(({ kind }) => kind === "Queue").map(({ args }) => args["name"])).toEqual(["seen"]);
  expect(left.map(({ what }) => what)).toContain("all users");
  expect(left.find(({ vhost }) => vhost === closed)).toEqual({
    what: `everything in vhost "${closed}"`,
    reason: expect.stringMatching(/: the login needs permissions in it, or the tag administrator$/),
    vhost: closed,
  });
});
