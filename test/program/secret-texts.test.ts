import * as pulumi from "@pulumi/pulumi";
import * as rabbitmq from "../../sdk";
import { registrations } from "./registrations";

const secret = (value: unknown) => ({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value });

test("what the program marks as secret is sent as one secret, so that the provider can hide it", async () => {
  const name = pulumi.secret("hush");
  const { q, t } = await registrations(() => {
    const note = { note: [pulumi.secret("hush 2"), pulumi.output("known")] };
    new rabbitmq.Queue("q", { vhost: pulumi.output("v"), name, arguments: note });
    new rabbitmq.Topology("t", {
      vhost: "v",
      exchanges: { x: { type: "topic" } },
      queues: pulumi.secret({ hush: {} }),
    });
  });
  expect(q?.inputs["__secrets"]).toEqual(secret(["hush", "hush 2"]));
  expect(t?.inputs["__secrets"]).toEqual(secret(["hush"]));
});

test("a name that a kind uses for a secret is one like any other where it is none", async () => {
  const named = { value: pulumi.secret("hush"), password: pulumi.secret("hush 2"), uri: pulumi.secret("hush 3") };
  const { q, t } = await registrations(() => {
    new rabbitmq.Queue("q", { vhost: "v", name: "q", arguments: named });
    new rabbitmq.Topology("t", { vhost: "v", queues: { q: { arguments: named } }, exchanges: {} });
  });
  expect(q?.inputs["__secrets"]).toEqual(secret(["hush", "hush 2", "hush 3"]));
  expect(t?.inputs["__secrets"]).toEqual(secret(["hush", "hush 2", "hush 3"]));
});

test("a name of an argument within a secret is none, so that errors can show it", async () => {
  const { t } = await registrations(() => {
    new rabbitmq.Topology("t", { vhost: "v", exchanges: pulumi.secret({ hush: { type: "hush type" } }) });
  });
  expect(t?.inputs["__secrets"]).toEqual(secret(["hush", "hush type"]));
});

test("nothing is sent without such marks, or for what is a secret of its kind", async () => {
  const all = await registrations(() => {
    const vhost = new rabbitmq.VHost("v", { name: pulumi.output("v") });
    new rabbitmq.Queue("q", { vhost, name: "q" });
    new rabbitmq.User("u", { name: "u", password: pulumi.secret("hush") });
    new rabbitmq.Topology("t", { vhost, users: { u: { password: pulumi.secret("hush") } } });
  });
  for (const { inputs } of Object.values(all)) expect(inputs).not.toHaveProperty("__secrets");
});
