import { readFileSync } from "node:fs";
import { admit } from "../../provider/sources/admit";
import { objectsOfStack } from "../../provider/sources/stack-state";
import { unknownValue } from "../../provider/unknown";
import { deploymentOf, encrypted, plain } from "./fixtures/pulumi";

const resource = (kind: string, name: string, outputs: object) => {
  const type = `pulumi-nodejs:dynamic/rabbitmq:${kind}`;
  return { urn: `urn:pulumi:test::test::${type}::${name}`, type, custom: true, id: name, outputs };
};
const found = (...resources: object[]) => objectsOfStack(deploymentOf(resources));
const reason = "encrypted in the export: make it with `pulumi stack export --show-secrets`";

const user = { name: "app", password: "s3cret" };
const shovel = { srcUri: "amqp://u:pw@a", srcQueue: "a", destUri: ["amqp://u:pw@b"], destQueue: "b" };

test("a topology's sections with secrets are read, in the form of now and of 0.1.0", () => {
  const topology = (users: unknown, shovels: unknown) =>
    resource("Topology", "shop", { vhost: "shop", users, shovels });
  const expected = {
    objects: [
      { kind: "User", args: user },
      { kind: "Shovel", args: { vhost: "shop", name: "s", ...shovel } },
    ],
    left: [],
  };
  const users = { app: { password: "s3cret" } };
  expect(found(topology(plain(JSON.stringify(users)), plain(JSON.stringify({ s: shovel }))))).toEqual(expected);
  expect(found(topology(plain(users), plain({ s: shovel })))).toEqual(expected);
});

test("an export without --show-secrets lacks such a section, and says so", () => {
  const queues = JSON.stringify({ paid: { type: "quorum" } });
  const { objects, left } = found(resource("Topology", "shop", { vhost: "shop", queues, users: encrypted }));
  expect(objects).toEqual([{ kind: "Queue", args: { vhost: "shop", name: "paid", type: "quorum" } }]);
  expect(left).toEqual([{ what: 'users of Topology "shop"', reason }]);
});

test("a password that the export does not show is not owned", () => {
  const { objects, left } = found(resource("User", "app", { name: "app", password: encrypted }));
  expect(objects).toEqual([{ kind: "User", args: { name: "app", password: unknownValue }, logicalName: "app" }]);
  expect(left).toEqual([{ what: 'password of user "app"', reason }]);
  // The broker keeps its own then.
  expect(admit({ objects, left }).objects.map(({ args }) => args)).toEqual([{ name: "app" }]);
});

test("a parameter is an object of its component's own kind, as on a broker", () => {
  const parameter = (value: unknown) =>
    resource("Parameter", "up", { vhost: "shop", component: "federation-upstream", name: "up", value });
  const { objects } = found(parameter(plain({ uri: "amqp://a", expires: 5 })), parameter(encrypted), parameter("odd"));
  expect(objects).toMatchObject([
    { kind: "FederationUpstream", args: { uri: "amqp://a", expires: 5 }, logicalName: "up" },
    { kind: "Parameter", args: { value: unknownValue } },
    { kind: "Parameter", args: { value: "odd" } },
  ]);
});

test("an object whose name is not shown is left", () => {
  const { objects, left } = found(
    resource("Queue", "hidden", { vhost: "shop", name: encrypted }),
    resource("Topology", "shop", { vhost: encrypted, queues: JSON.stringify({ paid: {} }) }),
  );
  expect(objects).toEqual([]);
  expect(left).toEqual([
    { what: 'Queue "hidden"', reason: `its name is ${reason}` },
    { what: 'vhost of Topology "shop"', reason },
  ]);
});

test("the recorded state of 0.1.0 is read without a loss", () => {
  const state = JSON.parse(readFileSync("test/state/0.1.0/state.json", "utf8"));
  const { objects, left } = objectsOfStack(state.deployment ?? state);
  expect(objects.length).toBeGreaterThan(10);
  expect(left.length).toBeGreaterThan(0);
  for (const each of left) expect(each.reason).toBe(reason);
  expect(admit({ objects, left: [] }).left).toEqual([]);
});
