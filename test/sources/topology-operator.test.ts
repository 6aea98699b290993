import path from "node:path";
import { manifestsOf, readManifests } from "../../provider/sources/manifest-files";
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
  found = await topologyOperator(folder, undefined, () => readManifests(folder)).read();
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
    "has objects of 2 brokers: broker, outside. Choose one with --broker",
  );
});

test("a text that is no manifest is refused", async () => {
  await expect(read({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c" } })).rejects.toThrow(
    "has no manifest of the topology operator (rabbitmq.com/v1beta1)",
  );
  await expect(manifestsOf("{{- if .Values.on }}\nkind: Queue\n{{- end }}\n", "queue.yaml")).rejects.toThrow(
    /^queue\.yaml: not YAML: .* at line \d+, column \d+$/,
  );
});

describe("manifests of several namespaces", () => {
  const reference = { rabbitmqClusterReference: { name: "broker", namespace: "rmq" } };
  const inNamespace = (namespace: string) => {
    const metadata = { name: "app", namespace };
    const data = { username: `app-${namespace}`, password: `password of ${namespace}` };
    return [
      { apiVersion: "v1", kind: "Secret", metadata, stringData: data },
      manifest("User", { ...reference, importCredentialsSecret: { name: "app" } }, { metadata }),
      manifest(
        "Permission",
        { ...reference, vhost: "/", userReference: { name: "app" }, permissions: { read: namespace } },
        { metadata },
      ),
    ];
  };

  test("refer to what is in their own", async () => {
    const { objects, left } = await read(...inNamespace("a"), ...inNamespace("b"));
    expect(left).toEqual([]);
    expect(objects.map(({ logicalName, args }) => [logicalName, args])).toEqual([
      ["a/app", { name: "app-a", password: "password of a", tags: [] }],
      ["a/app", { user: "app-a", vhost: "/", configure: "^$", write: "^$", read: "a" }],
      ["b/app", { name: "app-b", password: "password of b", tags: [] }],
      ["b/app", { user: "app-b", vhost: "/", configure: "^$", write: "^$", read: "b" }],
    ]);
  });

  test("never refer to what is in another one", async () => {
    const [secret, user] = inNamespace("a");
    const [, , permission] = inNamespace("b");
    const { objects, left } = await read(secret as object, user as object, permission as object);
    expect(objects.map(({ kind }) => kind)).toEqual(["User"]);
    expect(left).toEqual([
      {
        what: 'Permission "app" in the namespace "b"',
        reason: 'the User "app" that it refers to is not among the manifests',
      },
    ]);
  });

  test("may be of clusters with the same name, of which one can be chosen", async () => {
    const queue = (namespace: string) =>
      manifest("Queue", { name: namespace }, { metadata: { name: "orders", namespace } });
    const documents = await manifestsOf(
      [queue("a"), queue("b")].map((each) => JSON.stringify(each)).join("\n---\n"),
      "x",
    );
    expect(() => objectsOfManifests(documents)).toThrow(
      "has objects of 2 brokers: a/broker, b/broker. Choose one with --broker",
    );
    expect(objectsOfManifests(documents, ["b/broker"]).objects.map(({ args }) => args["name"])).toEqual(["b"]);
    expect(objectsOfManifests(documents, ["a/broker", "b/broker"]).objects).toHaveLength(2);
    expect(() => objectsOfManifests(documents, ["c"])).toThrow(
      'has no object of the broker "c", and those of: a/broker, b/broker',
    );
  });
});

test.each([
  ["SuperStream", { partitions: "3" }, "its partitions must be an integer"],
  ["SuperStream", { partitions: 0 }, "its partitions must"],
  ["Queue", { name: "q", arguments: "x" }, "its arguments must be a table of names and values"],
])("an odd %s %j is listed, and the others remain", async (kind, spec, reason) => {
  const { objects, left } = await read(manifest(kind, spec), manifest("Queue", { name: "sane" }));
  expect(left).toEqual([{ what: `${kind} "it"`, reason: expect.stringContaining(reason) }]);
  expect(objects.at(-1)?.args).toMatchObject({ name: "sane" });
});

test("null is what is not given, an integer keeps its digits, and what Kubernetes deletes is not owned", async () => {
  const { objects, left } = await read(
    manifest("Queue", { name: "q", vhost: null, type: null, arguments: { "x-max-length-bytes": "9007199254740993" } }),
    manifest("SuperStream", { partitions: null }, { metadata: { name: "s" } }),
    manifest("Queue", { name: "gone" }, { metadata: { name: "gone", deletionTimestamp: "2026-01-01T00:00:00Z" } }),
  );
  expect(objects[0]?.args).toMatchObject({ vhost: "/", name: "q" });
  expect(objects.filter(({ kind }) => kind === "Queue")).toHaveLength(4);
  expect(left).toEqual([{ what: 'Queue "gone"', reason: "Kubernetes is deleting it" }]);
  const huge =
    "apiVersion: rabbitmq.com/v1beta1\nkind: Queue\nmetadata: {name: q}\nspec: {name: q, arguments: {x-max-length-bytes: 9007199254740993}}\n";
  const [found] = objectsOfManifests(await manifestsOf(huge, "huge.yaml")).objects;
  expect(found?.args["maxLengthBytes"]).toEqual({ $integer: "9007199254740993" });
});

test("a template is refused, and so is a reference that YAML cannot resolve", async () => {
  const head = "apiVersion: rabbitmq.com/v1beta1\nkind: Queue\nmetadata:\n  name: q\nspec:\n";
  for (const name of ["{{ .Values.q }}", '"{{ .Values.q }}"']) {
    await expect(manifestsOf(`${head}  name: ${name}\n`, "q.yaml")).rejects.toThrow(
      /^q\.yaml: it is a template, such as Helm's: render it first$/,
    );
  }
  await expect(manifestsOf(`# {{ a comment }}\n${head}  name: q\n`, "q.yaml")).resolves.toHaveLength(1);
  await expect(manifestsOf(`${head}  <<: *gone\n`, "q.yaml")).rejects.toThrow(/^q\.yaml: not YAML: /);
});
