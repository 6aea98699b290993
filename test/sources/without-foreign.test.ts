import type { Stack } from "@pulumi/pulumi/automation";
import type { Deployment } from "../../provider/sources/pulumi-state";
import { withoutForeign } from "../../provider/sources/without-foreign";
import * as rabbitmq from "../../sdk";
import { api, makeVHost } from "../support/admin";
import { newest } from "../support/environment";
import { createStack } from "../support/stack";
import { deploymentOf, foreign, provider, providerResource, pulumiDeployment, stackResource } from "./fixtures/pulumi";
import { requests, send } from "./fixtures/rabbit-hole";

const [vhost, user] = ["sources-state", "sources-state app"];
const own = "sources-state own";

describe("a stack with resources of @pulumi/rabbitmq and of this library", () => {
  let stack: Stack;
  let remove: () => Promise<unknown>;
  beforeAll(async () => {
    remove = await makeVHost(newest, vhost);
    await send(newest, requests(vhost, user));
    stack = await createStack(newest, async () => {
      new rabbitmq.User("own", { name: own });
    });
    await stack.up();
  });
  afterAll(async () => {
    await remove();
    for (const name of [user, own]) await api(newest, "DELETE", `users/${encodeURIComponent(name)}`);
  });

  test("has a clean preview without them, and the broker keeps its objects", async () => {
    const state = await stack.exportStack();
    const { resources = [] } = state.deployment as Deployment;
    const others = pulumiDeployment(vhost, user).resources?.filter(({ urn }) => urn !== stackResource.urn) ?? [];
    const [root, ...rest] = resources;
    await stack.importStack({ ...state, deployment: { ...state.deployment, resources: [root, ...others, ...rest] } });

    const before = (await stack.exportStack()) as { version: number; deployment: Deployment };
    expect(before.deployment.resources).toHaveLength(resources.length + others.length);
    const { deployment, removed } = withoutForeign(before.deployment);
    expect(removed.map(({ urn }) => urn)).toEqual(others.map(({ urn }) => urn));
    await stack.importStack({ ...before, deployment });

    await stack.preview({ expectNoChanges: true });
    await stack.up({ expectNoChanges: true });
    const { body: queues } = await api(newest, "GET", `queues/${vhost}`);
    expect(queues.map(({ name }: { name: string }) => name).sort()).toEqual(["paid", "plain", "retry"]);
  });
});

const queue = foreign("queue", "paid", { name: "paid" });
const other = (more: object) => ({
  ...{ urn: "urn:pulumi:test::test::random:index/randomId:RandomId::id", type: "random:index/randomId:RandomId" },
  ...more,
});

test.each([
  ["parent", { parent: queue.urn }],
  ["dependency", { dependencies: [queue.urn] }],
  ["dependency of a property", { propertyDependencies: { keepers: [queue.urn], length: null } }],
  ["deletedWith", { deletedWith: queue.urn }],
  ["replaceWith", { replaceWith: [queue.urn] }],
])("a resource that stays and has one of them as %s is named", (_, reference) => {
  expect(() => withoutForeign(deploymentOf([providerResource(), queue, other(reference)]))).toThrow(
    'has resources that would refer to nothing: random:index/randomId:RandomId "id" refers to rabbitmq:index/queue:Queue "paid". Remove the reference from the program and run `pulumi up` first',
  );
});

test("a provider that another resource uses stays", () => {
  const user = other({ provider: `${provider.urn}::${provider.id}` });
  const { deployment, removed } = withoutForeign(deploymentOf([providerResource(), queue, user]));
  expect(removed).toEqual([queue]);
  expect(deployment.resources).toEqual([stackResource, providerResource(), user]);
});

test("an interrupted operation of one of them is refused", () => {
  const pending_operations = [{ resource: queue, type: "creating" }];
  expect(() => withoutForeign({ ...deploymentOf([queue]), pending_operations })).toThrow(
    `has operations that were interrupted: creating ${queue.urn}. Finish them first with \`pulumi refresh\``,
  );
});
