import { api } from "../support/admin";
import { newest } from "../support/environment";
import { Example } from "./example";

const example = new Example("broker", newest);
const username = "broker-example-admin";
afterAll(async () => {
  await example.remove();
  await api(newest, "DELETE", `users/${username}`);
});

/** The example's broker, as one of the tests that gets its administrator only now: not every machine has Docker. */
const startedHere = `
import * as pulumi from "@pulumi/pulumi";

const broker: pulumi.dynamic.ResourceProvider = {
  async create({ username, password }) {
    const authorization = "Basic " + btoa("${newest.username}:${newest.password}");
    const body = JSON.stringify({ password, tags: "administrator" });
    await fetch("${newest.endpoint}/api/users/" + username, { method: "PUT", headers: { authorization }, body });
    return { id: "here", outs: { endpoint: "${newest.endpoint}" } };
  },
};

export class Broker extends pulumi.dynamic.Resource {
  declare readonly endpoint: pulumi.Output<string>;

  constructor(name: string, login: pulumi.Inputs) {
    super(broker, name, { ...login, endpoint: undefined });
  }
}
`;

test("a broker and its topology are made by one program, whose preview does not know the broker yet", async () => {
  const settings = { username, password: "password-of-the-new-broker", vhost: example.vhost };
  const named = Object.entries(settings).map(([key, value]) => [`broker:${key}`, value]);
  const stack = await example.init(Object.fromEntries(named));
  example.project.write({ "broker.ts": startedHere });
  await stack.pulumi("preview");
  await stack.up();
  expect((await api(newest, "GET", `queues/${example.vhost}/orders`)).body).toMatchObject({ type: "quorum" });
  await stack.destroy();
  expect((await api(newest, "GET", `vhosts/${example.vhost}`)).status).toBe(404);
});
