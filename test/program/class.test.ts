import * as pulumi from "@pulumi/pulumi";
import type { Fields } from "../../model/object";
import { type KindName, kinds } from "../../provider/kinds";
import * as rabbitmq from "../../sdk";
import { providerText } from "../../sdk/provider-text";
import { kindCases } from "../support/kind-cases";
import { registrations, urnOf } from "./registrations";

class OtherProvider extends pulumi.ProviderResource {}

const names = Object.keys(kinds) as KindName[];
const classes = rabbitmq as unknown as Record<KindName, AnyClass>;
type AnyClass = (new (
  name: string,
  args: Fields,
  opts?: object,
) => pulumi.CustomResource) & {
  get(name: string, id: string): pulumi.CustomResource;
  isInstance(value: unknown): boolean;
};

describe.each(names)("%s", (kind) => {
  const { args } = kindCases("vhost")[kind];

  test("is registered under its type, with its arguments and the text that finds its provider", async () => {
    const { it } = await registrations(() => new classes[kind]("it", args));
    expect(it).toMatchObject({ type: `pulumi-nodejs:dynamic/rabbitmq:${kind}` });
    const secrets: readonly string[] = kinds[kind].secrets;
    const sent = Object.entries(it?.inputs ?? {}).map(([field, value]) => {
      return [field, secrets.includes(field) ? secretIn(value) : value];
    });
    expect(Object.fromEntries(sent)).toEqual({ ...args, __provider: providerText(kind), __resource: `${kind} "it"` });
  });

  test("is told from the other kinds, and from anything else", async () => {
    await registrations(() => {
      const it = new classes[kind]("it", args);
      expect(names.filter((name) => classes[name].isInstance(it))).toEqual([kind]);
      for (const value of [undefined, null, "text", {}, { kind }]) expect(classes[kind].isInstance(value)).toBe(false);
    });
  });

  test("is read by its id where it is got, and must exist then", async () => {
    const { it } = await registrations(() => classes[kind].get("it", "vhost/its%20id"));
    expect(it).toMatchObject({ read: "vhost/its%20id" });
    expect(it?.inputs).toEqual({ __get: true, __provider: providerText(kind) });
  });

  test("is taken over without the engine's own import, which dynamic resources do not have", async () => {
    const { it } = await registrations(() => new classes[kind]("it", args, { import: "vhost/its%20id" }));
    expect(it?.request.getImportid()).toBe("");
    expect(it?.inputs).toMatchObject({ __import: "vhost/its%20id" });
  });

  test("may have a parent and aliases", async () => {
    const { it } = await registrations(() => {
      const parent = new pulumi.ComponentResource("example:Shop", "shop");
      return new classes[kind]("it", args, { parent, aliases: [{ name: "former" }, "urn:of:old"] });
    });
    expect(it?.request.getParent()).toBe("urn:pulumi:stack::project::example:Shop::shop");
    const aliases = it?.request.getAliasesList().map((alias) => alias.getSpec()?.getName() ?? alias.getUrn());
    expect(aliases).toEqual(["former", "urn:of:old"]);
  });

  test("refuses a provider of another package in one clear line", async () => {
    await registrations(() => {
      const provider = new OtherProvider("pulumi-nodejs", "other", {});
      const make = () => new classes[kind]("it", args, { provider });
      expect(make).toThrow(/^"it": the option provider must be a rabbitmq\.Provider$/);
    });
  });

  test("goes to the provider that it is given", async () => {
    const { it } = await registrations(() => {
      const provider = new rabbitmq.Provider("east", {});
      return new classes[kind]("it", args, { provider });
    });
    expect(it?.request.getProvider()).toMatch(/^urn:pulumi:stack::project::pulumi:providers:pulumi-nodejs::east::/);
  });
});

describe("a property that nobody declares", () => {
  const own = (resource: object) =>
    Object.keys(resource).filter((key) => pulumi.Output.isInstance(Reflect.get(resource, key)));

  test("costs no output, unless the provider fills it in", async () => {
    await registrations(() => {
      const queue = new rabbitmq.Queue("it", { vhost: "shop", name: "it" });
      const known = ["urn", "id", "vhost", "name", "durable", "autoDelete", "__provider", "__resource"];
      expect(own(queue).sort()).toEqual(known.sort());
    });
  });

  test("is an output of nothing for who reads it, which waits for the resource", async () => {
    let read: rabbitmq.Queue["messageTtl"] | undefined;
    const { of } = await registrations(() => {
      const queue = new rabbitmq.Queue("it", { vhost: "shop", name: "it" });
      read = queue.messageTtl;
      new rabbitmq.VHost("of", { name: pulumi.interpolate`of ${queue.messageTtl}` });
    });
    expect(pulumi.Output.isInstance(read)).toBe(true);
    expect(await new Promise((resolve) => read?.apply(resolve))).toBe(undefined);
    expect(of?.inputs).toMatchObject({ name: "of undefined" });
    expect(of?.request.getPropertydependenciesMap().get("name")?.getUrnsList()).toEqual([urnOf("Queue", "it")]);
  });

  test.each<[string, () => rabbitmq.Queue]>([
    ["is got", () => rabbitmq.Queue.get("it", "shop/it")],
    [
      "ignores changes",
      () => new rabbitmq.Queue("it", { vhost: "shop", name: "it" }, { ignoreChanges: ["messageTtl"] }),
    ],
  ])("is what the engine has where the resource %s", async (_, make) => {
    await registrations(() => {
      expect(own(make())).toEqual(expect.arrayContaining(["messageTtl", "deadLetterExchange", "arguments"]));
    });
  });
});

test("stack traces are as long as before once a resource is made, and once one is refused", async () => {
  await registrations(() => {
    const { stackTraceLimit } = Error;
    new rabbitmq.Queue("it", { vhost: "shop", name: "it" });
    expect(Error.stackTraceLimit).toBe(stackTraceLimit);
    expect(() => new rabbitmq.Queue("", { vhost: "shop", name: "it" })).toThrow("Missing resource name");
    expect(Error.stackTraceLimit).toBe(stackTraceLimit);
  });
});

test("a user's password and its hash are secrets, also where the program gives them as plain text", async () => {
  const { plain, hashed, wrapped } = await registrations(() => {
    new rabbitmq.User("plain", { name: "a", password: "a password" });
    new rabbitmq.User("hashed", { name: "b", passwordHash: pulumi.output("a hash") });
    new rabbitmq.User("wrapped", { name: "c", password: pulumi.secret("a password") });
  });
  expect(pulumi.runtime.isRpcSecret(plain?.inputs["password"])).toBe(true);
  expect(pulumi.runtime.isRpcSecret(hashed?.inputs["passwordHash"])).toBe(true);
  expect(pulumi.runtime.isRpcSecret(wrapped?.inputs["password"])).toBe(true);
  expect(plain?.request.getAdditionalsecretoutputsList()).toEqual(["password", "passwordHash"]);
  expect(plain?.inputs).not.toHaveProperty("passwordHash");
});

test("kinds without secrets have none", async () => {
  const { it } = await registrations(() => new rabbitmq.VHost("it", { name: "it" }));
  expect(it?.request.getAdditionalsecretoutputsList()).toEqual([]);
});

test("resources and providers of another copy of the library are known as such", async () => {
  const { it } = await registrations(() => {
    jest.isolateModules(() => {
      const copy = require("../../sdk") as typeof rabbitmq;
      const vhost = new copy.VHost("vhost", { name: "shop" });
      const provider = new copy.Provider("east", {});
      expect(copy.VHost).not.toBe(rabbitmq.VHost);
      expect(rabbitmq.VHost.isInstance(vhost)).toBe(true);
      expect(rabbitmq.Provider.isInstance(provider)).toBe(true);
      new rabbitmq.Queue("it", { vhost, name: "it" }, { provider });
    });
  });
  expect(it?.inputs).toMatchObject({ vhost: "shop" });
});

/** What a secret of the wire contains; `undefined` if the value is not secret. */
function secretIn(value: unknown): unknown {
  const { "4dabf18193072939515e22adb298388d": mark, value: secret } = value as Fields;
  return mark === undefined ? undefined : secret;
}
