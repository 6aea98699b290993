import * as pulumi from "@pulumi/pulumi";
import * as rabbitmq from "../../sdk";
import { registrations } from "./registrations";

class OtherProvider extends pulumi.ProviderResource {}

test("a provider's settings are texts under the names that the stack's configuration has", async () => {
  const { east } = await registrations(
    () =>
      new rabbitmq.Provider("east", {
        endpoint: "https://broker.example",
        username: pulumi.output("admin"),
        insecure: true,
        timeout: 10,
        concurrency: Promise.resolve(4),
        onExisting: "fail",
      }),
  );
  expect(east).toMatchObject({ type: "pulumi:providers:pulumi-nodejs" });
  expect(east?.inputs).toEqual({
    "rabbitmq:endpoint": "https://broker.example",
    "rabbitmq:username": "admin",
    "rabbitmq:insecure": "true",
    "rabbitmq:timeout": "10",
    "rabbitmq:concurrency": "4",
    "rabbitmq:onExisting": "fail",
  });
});

test.each([
  [
    "with a password",
    "http://u:PASSWORD@host",
    /^Provider "east": endpoint must not contain credentials: set rabbitmq:username/,
  ],
  ["with a token as its query", "http://host?token=PASSWORD", /must not have a query or a fragment$/],
  ["without a scheme", "u:PASSWORD@host:15672", /must be the management API's http\(s\) URL, such as/],
])("an endpoint %s is refused, and is not in the error", async (_what, endpoint, line) => {
  const seen = await registrations(() => {
    const refused = () => new rabbitmq.Provider("east", { endpoint });
    expect(refused).toThrow(line);
    expect(refused).not.toThrow(/PASSWORD/);
  });
  expect(seen).toEqual({});
});

test.each(["password", "token", "clientKey"])(
  "%s is a secret, also where the program gives it as text",
  async (key) => {
    const { east } = await registrations(() => new rabbitmq.Provider("east", { [key]: "a secret" }));
    expect(Object.keys(east?.inputs ?? {})).toEqual([`rabbitmq:${key}`]);
    expect(pulumi.runtime.isRpcSecret(east?.inputs[`rabbitmq:${key}`])).toBe(true);
  },
);

test("headers are one secret text", async () => {
  const { east } = await registrations(
    () => new rabbitmq.Provider("east", { headers: { authorization: pulumi.output("a secret") } }),
  );
  const headers = east?.inputs["rabbitmq:headers"];
  expect(pulumi.runtime.isRpcSecret(headers)).toBe(true);
  expect(JSON.parse(pulumi.runtime.unwrapRpcSecret(headers))).toEqual({ authorization: "a secret" });
});

test("it is told from providers of other packages", async () => {
  await registrations(() => {
    expect(rabbitmq.Provider.isInstance(new rabbitmq.Provider("east", {}))).toBe(true);
    expect(rabbitmq.Provider.isInstance(new OtherProvider("pulumi-nodejs", "other", {}))).toBe(false);
    expect(rabbitmq.Provider.isInstance(undefined)).toBe(false);
  });
});

test("a component hands its provider to the resources in it", async () => {
  const { vhost } = await registrations(() => {
    const provider = new rabbitmq.Provider("east", {});
    const parent = new pulumi.ComponentResource("example:Shop", "shop", {}, { providers: [provider] });
    new rabbitmq.VHost("vhost", { name: "shop" }, { parent });
  });
  expect(vhost?.request.getProvider()).toContain("::pulumi:providers:pulumi-nodejs::east::");
});
