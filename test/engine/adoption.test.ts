import type * as pulumi from "@pulumi/pulumi";
import * as rabbitmq from "../../sdk";
import { api } from "../support/admin";
import { newest as broker, testLong } from "../support/environment";
import { createStack } from "../support/stack";

const vhostName = "engine/adoption";
const encoded = encodeURIComponent(vhostName);
const policies = `policies/${encoded}`;

beforeEach(async () => {
  await api(broker, "DELETE", `vhosts/${encoded}`);
});
afterAll(() => api(broker, "DELETE", `vhosts/${encoded}`));

test("with onExisting=takeOver, of resources or of all, one program fits a broker with and without its objects, and the preview lists what changes", async () => {
  const there = async () => {
    await api(broker, "PUT", `vhosts/${encoded}`, { description: "theirs" });
    for (const name of ["single", "part"]) {
      await api(broker, "PUT", `${policies}/${name}`, { pattern: "^a$", definition: { "max-length": 3 } });
    }
  };
  await there();
  const stack = await createStack(broker, async () => {
    const own = { onExisting: "takeOver" as const };
    const vhost = new rabbitmq.VHost("vhost", { name: vhostName, description: "ours", forceDestroy: true, ...own });
    new rabbitmq.Policy("single", { vhost, name: "single", pattern: "^a$", maxLength: 5, ...own });
    new rabbitmq.Topology("shop", { vhost, policies: { part: { pattern: "^a$", maxLength: 5 } } });
  });
  await stack.setConfig("rabbitmq:onExisting", { value: "takeOver" });
  const { stdout, stderr } = await stack.preview();
  for (const line of [
    `vhost "${vhostName}": exists with other properties, up takes it over: description: wanted "ours", found "theirs"`,
    `policy "single" in vhost "${vhostName}": exists with other properties, up takes it over: maxLength: wanted 5, found 3`,
    `topology of vhost "${vhostName}": 1 policies exist with other properties, up takes them over:`,
    'policy "part": maxLength: wanted 5, found 3',
  ]) {
    expect(stdout + stderr).toContain(line);
  }
  const taken = await stack.up();
  const adoptions =
    `${taken.stdout}${taken.stderr}`.match(/\S.* existed already and is now managed by this stack.*/g) ?? [];
  // The CLI prints each line while it runs, and again at the end.
  const lines = [...new Set(adoptions.map((line) => line.replace(/^.*?(?=(vhost|policy|topology of vhost) ")/, "")))];
  expect(lines).toHaveLength(3);
  expect(lines.filter((line) => line.includes("`pulumi destroy` deletes them"))).toHaveLength(1);
  const all = (await api(broker, "GET", policies)).body;
  expect(all.map(({ definition }: { definition: object }) => definition)).toEqual(Array(2).fill({ "max-length": 5 }));
  await stack.destroy();
  expect((await api(broker, "GET", `vhosts/${encoded}`)).status).toBe(404);
  expect((await stack.up()).summary.resourceChanges).toMatchObject({ create: expect.any(Number) });
  expect((await stack.preview({ refresh: true })).changeSummary).toEqual({ same: 4 });
});

testLong(
  "a transformation of the stack may say it for all resources, and what cannot be taken over fails the preview",
  async () => {
    await api(broker, "PUT", `vhosts/${encoded}`, {});
    await api(broker, "PUT", `exchanges/${encoded}/events`, { type: "fanout", durable: true });
    const takeOver: pulumi.ResourceTransformation = ({ props, opts }) => ({
      props: { ...props, onExisting: "takeOver" },
      opts,
    });
    const stack = await createStack(broker, async () => {
      new rabbitmq.Exchange(
        "events",
        { vhost: vhostName, name: "events", type: "topic" },
        { transformations: [takeOver] },
      );
    });
    await expect(stack.preview()).rejects.toThrow(
      /'events' has a problem: cannot be taken over as declared, since the broker cannot change in place: type: wanted "topic", found "fanout"/,
    );
  },
);

testLong(
  "a protected object of a topology stays until it is no longer protected, also by an inherited option",
  async () => {
    await api(broker, "PUT", `vhosts/${encoded}`, {});
    const program =
      (queues: Record<string, rabbitmq.TopologyQueue>, opts?: pulumi.CustomResourceOptions) => async () => {
        new rabbitmq.Topology("shop", { vhost: vhostName, queues }, opts);
      };
    const isThere = async (name: string) => (await api(broker, "GET", `queues/${encoded}/${name}`)).status === 200;
    const classic = { type: "classic" };
    const all = { paid: { ...classic, protect: true }, other: classic };
    const stack = await createStack(broker, program(all));
    await stack.up();
    await expect(stack.destroy()).rejects.toThrow(
      /nothing was deleted, since protected: queue "paid": set its protect/,
    );
    await stack.refresh();
    stack.workspace.program = program({ other: classic });
    await expect(stack.preview()).rejects.toThrow(/queue "paid" is protected, so it must not leave the topology/);

    // Nothing of the objects changes in these two runs.
    stack.workspace.program = program({ ...all, paid: { ...classic, protect: false } }, { protect: true });
    await stack.up();
    stack.workspace.program = program({ paid: { ...classic, protect: false } }, { protect: true });
    await expect(stack.preview()).rejects.toThrow(/queue "other" is protected, so it must not leave the topology/);
    stack.workspace.program = program({ ...all, paid: { ...classic, protect: false } });
    await stack.up();
    stack.workspace.program = program({ other: classic });
    await stack.up();
    expect([await isThere("paid"), await isThere("other")]).toEqual([false, true]);
    await stack.destroy();
    expect(await isThere("other")).toBe(false);
  },
);
