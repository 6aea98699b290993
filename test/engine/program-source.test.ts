import * as pulumi from "@pulumi/pulumi";
import { admit } from "../../provider/sources/admit";
import type { Found } from "../../provider/sources/source";
import { objectsOfStack } from "../../provider/sources/stack-state";
import { unknownValue } from "../../provider/unknown";
import * as rabbitmq from "../../sdk";
import { brokerOf } from "../../sdk/program/broker";
import { thisProgram } from "../../sdk/program/source";
import { api, makeVHost } from "../support/admin";
import { newest } from "../support/environment";
import { createStack } from "../support/stack";

const vhostName = "program-source";
const user = `${vhostName} app`;

test("a program's declarations are the same topology as the state that they become", async () => {
  const remove = await makeVHost(newest, vhostName);
  const found: Found[] = [];
  const stack = await createStack(newest, async () => {
    const vhost = new rabbitmq.VHost("vhost", { name: vhostName });
    const events = new rabbitmq.Exchange("events", { vhost, name: "events", type: "topic", onExisting: "fail" });
    const topology = new rabbitmq.Topology("many", {
      vhost,
      queues: { paid: { type: "quorum", deadLetterExchange: events } },
      users: { [user]: { password: pulumi.secret("s3cret"), tags: [] } },
    });
    new rabbitmq.Binding("paid", { source: events, destination: topology.queue("paid"), routingKey: "order.paid" });
    const access = new rabbitmq.Permissions("app", { vhost, user, read: "^paid$" }, { dependsOn: topology });
    new rabbitmq.Policy("late", { vhost, name: "late", pattern: access.urn.apply(() => access.id), maxLength: 5 });
    found.push(await thisProgram(brokerOf(vhost)).read());
  });
  try {
    await stack.preview();
    await stack.up();
    const [preview, up] = found as [Found, Found];
    const inPreview = preview.objects.find(({ kind }) => kind === "Policy");
    expect(inPreview?.args).toEqual({ vhost: vhostName, name: "late", pattern: unknownValue, maxLength: 5 });
    const plain = (each: Found) => admit(each).objects.map(({ kind, args }) => ({ kind, args }));
    const state = objectsOfStack((await stack.exportStack()).deployment);
    expect(plain(up)).toEqual(plain(state));
    expect(up.objects).toHaveLength(7);
    const known = ({ kind }: { kind: string }) => kind !== "Policy";
    expect(plain(preview).filter(known)).toEqual(plain(state).filter(known));
  } finally {
    await remove();
    await api(newest, "DELETE", `users/${encodeURIComponent(user)}`);
  }
});
