import { objectsOfPulumi } from "../../provider/sources/pulumi-rabbitmq";
import { objectsOfTerraform } from "../../provider/sources/terraform";
import { unknownValue } from "../../provider/unknown";
import {
  deploymentOf,
  encrypted,
  foreign,
  plain,
  provider,
  providerResource,
  pulumiDeployment,
} from "./fixtures/pulumi";
import { requests, send } from "./fixtures/rabbit-hole";
import { terraformState } from "./fixtures/terraform";
import { allSame, asOnBroker, ignoredBy, onEachBroker } from "./on-broker";

const [vhost, user] = ["sources-pulumi", "sources-pulumi app"];

onEachBroker(vhost, [user], (broker) => {
  test("what @pulumi/rabbitmq declared is what its state becomes", async () => {
    await send(broker, requests(vhost, user));
    const found = objectsOfPulumi(pulumiDeployment(vhost, user));
    expect(found.left).toEqual([]);
    expect(found.objects).toHaveLength(requests(vhost, user).length - 2); // the limits are the vhost's
    expect(await asOnBroker(broker, found)).toEqual({ ...allSame(found), ...ignoredBy(broker, vhost) });
  });
});

test("resources keep their names", () => {
  const { objects } = objectsOfPulumi(pulumiDeployment(vhost, user));
  const bindings = objects.filter(({ kind }) => kind === "Binding");
  expect(bindings.map(({ logicalName }) => logicalName)).toEqual(["paid", "unrouted", "shop text", "shop::number"]);
  const topics = objects.filter(({ kind }) => kind === "TopicPermissions");
  expect(topics.map(({ logicalName }) => logicalName)).toEqual(["app-amq.topic", "app-orders"]);
});

test("a stack and a Terraform state of the same objects become the same", () => {
  const argsOf = ({ kind, args }: { kind: string; args: object }) => ({ kind, args });
  const [stack, state] = [pulumiDeployment(vhost, user), terraformState(vhost, user)];
  expect(objectsOfPulumi(stack).objects.map(argsOf)).toEqual(objectsOfTerraform(state).objects.map(argsOf));
});

const encryptedReason = "encrypted in the export: make it with `pulumi stack export --show-secrets`";

test("a program asks for the secrets of an export without --show-secrets", () => {
  const { objects, left } = objectsOfPulumi(
    deploymentOf([
      foreign("user", "app", { name: "app", password: encrypted, tags: [] }),
      foreign("federationUpstream", "up", {
        name: "up",
        vhost: "v",
        definition: { uri: encrypted, reconnectDelay: 5 },
      }),
    ]),
  );
  expect(objects.map(({ args }) => args)).toMatchObject([{ password: unknownValue }, { uri: unknownValue }]);
  expect(left).toEqual([
    { what: 'password of user "app"', reason: encryptedReason },
    { what: 'uri of federation upstream "up" in vhost "v"', reason: encryptedReason },
  ]);
});

test("an object of which more than a password is encrypted is listed", () => {
  const upstream = (definition: unknown) => foreign("federationUpstream", "up", { name: "up", vhost: "v", definition });
  const { objects, left } = objectsOfPulumi(
    deploymentOf([
      upstream(encrypted),
      upstream(plain({ uri: "amqp://a", reconnectDelay: 1 })),
      foreign("queue", "q", { name: "q", vhost: "v", settings: { arguments: { "x-queue-type": encrypted } } }),
      foreign("binding", "b", { vhost: "v", source: "x", destination: encrypted }),
    ]),
  );
  expect(objects.map(({ args }) => args["uri"])).toEqual(["amqp://a"]);
  expect(left).toEqual([
    {
      what: 'rabbitmq:index/federationUpstream:FederationUpstream "up"',
      reason: `its definition is ${encryptedReason}`,
    },
    { what: 'rabbitmq:index/queue:Queue "q"', reason: `its x-queue-type is ${encryptedReason}` },
    { what: 'rabbitmq:index/binding:Binding "b"', reason: `its destination is ${encryptedReason}` },
  ]);
});

test("what the stack does not own is listed, and other resources are left out", () => {
  const { objects, left } = objectsOfPulumi(
    deploymentOf([
      foreign("exchange", "read", { name: "x", vhost: "v" }, { external: true }),
      foreign("queue", "old", { name: "q", vhost: "v" }, { delete: true }),
      foreign("future", "f", {}),
      {
        urn: "urn:pulumi:test::test::random:index/randomPassword:RandomPassword::p",
        type: "random:index/randomPassword:RandomPassword",
      },
    ]),
  );
  expect(objects).toEqual([]);
  expect(left).toEqual([
    { what: 'rabbitmq:index/exchange:Exchange "read"', reason: "the program only reads it" },
    { what: 'rabbitmq:index/queue:Queue "old"', reason: "an earlier object that Pulumi still has to delete" },
    { what: 'rabbitmq:index/future:Future "f"', reason: "no kind of this library is a rabbitmq:index/future:Future" },
  ]);
});

test("resources of two brokers are refused, unless one is chosen", () => {
  const second = { urn: `${provider.urn}-us`, id: "us" };
  const inputs = { endpoint: "https://admin:pw@us.example:15671/" };
  const queue = (name: string, more: object = {}) =>
    foreign("queue", name, { id: `${name}@/`, name, vhost: "/", settings: { durable: true } }, more);
  const both = deploymentOf([
    providerResource(),
    providerResource({ ...second, inputs }),
    queue("eu"),
    queue("us", { provider: `${second.urn}::${second.id}` }),
  ]);
  expect(() => objectsOfPulumi(both)).toThrow(
    "has objects of 2 brokers: http://127.0.0.1:15672, https://us.example:15671. Choose one with --broker",
  );
  const { objects } = objectsOfPulumi(both, ["https://us.example:15671"]);
  expect(objects.map(({ args }) => args["name"])).toEqual(["us"]);
});

test("what a resource option keeps from deletion is listed, since the new resource needs it too", () => {
  const queue = { id: "q@/", name: "q", vhost: "/", settings: { durable: true } };
  const { objects, left } = objectsOfPulumi(deploymentOf([foreign("queue", "q", queue, { retainOnDelete: true })]));
  expect(objects).toHaveLength(1);
  expect(left).toEqual([
    { what: 'retainOnDelete of rabbitmq:index/queue:Queue "q"', reason: "set it on the new resource" },
  ]);
});
