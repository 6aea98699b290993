import path from "node:path";
import { manifestsOf } from "../../provider/sources/manifest-files";
import type { Found } from "../../provider/sources/source";
import { objectsOfManifests, topologyOperator } from "../../provider/sources/topology-operator";
import { unknownValue } from "../../provider/unknown";
import { requests } from "./fixtures/operator/requests";
import { send } from "./fixtures/rabbit-hole";
import { allSame, asOnBroker, ignoredBy, onEachBroker } from "./on-broker";

const vhost = "sources-operator";
const folder = path.join(__dirname, "fixtures", "operator");
const users = ["app", "worker", "elsewhere"].map((name) => `${vhost} ${name}`);

let found: Found;
beforeAll(async () => {
  found = await topologyOperator(folder).read();
});

onEachBroker(vhost, users, (broker) => {
  test("what the operator declared is what its manifests become", async () => {
    await send(broker, requests);
    expect(found.objects).toHaveLength(requests.length - 4); // the limits are the vhost's and the user's
    expect(await asOnBroker(broker, found)).toEqual({ ...allSame(found), ...ignoredBy(broker, vhost) });
  });
});

test("resources have the names of the manifests", () => {
  const named = (kind: string) => found.objects.filter((each) => each.kind === kind).map((each) => each.logicalName);
  expect(named("Queue")).toEqual(["paid", "plain", "invoices-eu", "invoices-us"]);
  expect(named("Binding")).toEqual(["paid", "unrouted", "invoices-eu", "invoices-us"]);
  expect(named("User")).toEqual(["app", "worker", "elsewhere"]);
});

test("what no object can stand for is listed", () => {
  expect(found.left).toEqual([
    {
      what: 'deletionPolicy of Vhost "shop"',
      reason: "a resource option in Pulumi: set retainOnDelete on the resource",
    },
    { what: 'SchemaReplication "standby"', reason: "no kind of this library is one" },
    {
      what: `password of user "${vhost} elsewhere"`,
      reason: "in a Secret that is not among the manifests",
    },
    {
      what: 'User "unnamed"',
      reason:
        'the username of the User "unnamed" is neither in its status nor in a Secret among the manifests: get them with `kubectl get -o yaml`',
    },
    {
      what: 'Permission "unnamed"',
      reason: 'the User "unknown" that it refers to is not among the manifests',
    },
  ]);
});

const read = async (...documents: object[]) =>
  objectsOfManifests(await manifestsOf(documents.map((each) => JSON.stringify(each)).join("\n---\n"), "test.yaml"));
const manifest = (kind: string, spec: object, more: object = {}) => ({
  ...{ apiVersion: "rabbitmq.com/v1beta1", kind, metadata: { name: "it" } },
  spec: { rabbitmqClusterReference: { name: "broker" }, ...spec },
  ...more,
});

test("a program asks for what is in Secrets", async () => {
  const { objects, left } = await read(
    manifest("Shovel", { name: "s", uriSecret: { name: "gone" }, srcQueue: "q", destQueue: "r" }),
    manifest("Federation", { name: "f", uriSecret: { name: "gone" } }),
  );
  expect(objects.map(({ args }) => args)).toMatchObject([
    { vhost: "/", srcUri: unknownValue, destUri: unknownValue },
    { vhost: "/", uri: unknownValue },
  ]);
  expect(left.map(({ what }) => what)).toEqual([
    'srcUri of shovel "s" in vhost "/"',
    'destUri of shovel "s" in vhost "/"',
    'uri of federation upstream "f" in vhost "/"',
  ]);
});

test("a user with an empty hash has no password", async () => {
  const secret = (data: object) => ({ apiVersion: "v1", kind: "Secret", metadata: { name: "c" }, stringData: data });
  const user = manifest("User", { importCredentialsSecret: { name: "c" } });
  const argsOf = async (data: object) => (await read(secret(data), user)).objects[0]?.args;
  expect(await argsOf({ username: "u", passwordHash: "", password: "ignored" })).toEqual({ name: "u", tags: [] });
  expect(await argsOf({ username: "u", password: "pw" })).toEqual({ name: "u", tags: [], password: "pw" });
});

test("what is not given has the defaults of the operator", async () => {
  const { objects } = await read(
    manifest("Exchange", { name: "x" }),
    manifest("Queue", { name: "q", type: "" }),
    manifest("Policy", { name: "p", pattern: ".*", definition: { expires: 1 } }),
    manifest("OperatorPolicy", { name: "o", pattern: ".*", definition: { expires: 1 } }),
    { ...manifest("SuperStream", { name: "s" }), apiVersion: "rabbitmq.com/v1alpha1" },
  );
  expect(objects.map(({ args }) => args)).toMatchObject([
    { vhost: "/", name: "x", type: "direct", durable: false },
    { vhost: "/", name: "q", durable: false, autoDelete: false },
    { vhost: "/", name: "p", applyTo: "all", priority: 0 },
    { vhost: "/", name: "o", applyTo: "queues", priority: 0 },
    { vhost: "/", name: "it", type: "direct" },
    ...["0", "1", "2"].flatMap((key) => [{ name: `it-${key}`, type: "stream" }, { routingKey: key }]),
  ]);
});

test("parts of a super stream that is not among the manifests are taken alone", async () => {
  const owned = { metadata: { name: "part", ownerReferences: [{ kind: "SuperStream", name: "s" }] } };
  const { objects } = await read(manifest("Queue", { name: "s-0", type: "stream" }, owned));
  expect(objects.map(({ logicalName }) => logicalName)).toEqual(["part"]);
});

test("manifests of two brokers are refused", async () => {
  const other = { rabbitmqClusterReference: { connectionSecret: { name: "outside" } } };
  await expect(read(manifest("Queue", { name: "q" }), manifest("Queue", { name: "q", ...other }))).rejects.toThrow(
    "has manifests of 2 brokers: broker, outside. Import those of one at a time",
  );
});

test("a text that is no manifest is refused", async () => {
  await expect(read({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c" } })).rejects.toThrow(
    "has no manifest of the topology operator (rabbitmq.com/v1beta1)",
  );
  await expect(manifestsOf("{{- if .Values.on }}\nkind: Queue\n{{- end }}\n", "queue.yaml")).rejects.toThrow(
    /^queue\.yaml is not YAML: .* at line \d+, column \d+\. If it is a template, render it first$/,
  );
});
