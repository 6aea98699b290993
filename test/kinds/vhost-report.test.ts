import { api } from "../support/admin";
import { brokers } from "../support/environment";
import { startFakeServer, status } from "../support/fake-server";
import { forward } from "../support/forward";
import { provider, said } from "../support/provider";

const warned = jest.spyOn(console, "warn").mockImplementation(() => {});
const name = "reported";

describe.each(brokers)("a new vhost on RabbitMQ $version", (broker) => {
  beforeEach(() => {
    said.mockClear();
    warned.mockClear();
  });
  afterEach(async () => {
    await api(broker, "DELETE", `vhosts/${name}`);
    await api(broker, "DELETE", "users/guest");
  });

  test("tells which permissions RabbitMQ gave its maker, once", async () => {
    const verbs = provider(broker, "VHost");
    const state = await verbs.create({ name });
    const message = `vhost "${name}": RabbitMQ gave user "${broker.username}", which created it, all permissions in it`;
    expect(said.mock.calls).toEqual([[expect.stringContaining(message)]]);
    expect(warned).not.toHaveBeenCalled();
    said.mockClear();
    await verbs.update(state, { name, description: "changed" });
    expect(said).not.toHaveBeenCalled();
  });

  test("that cannot be read does not fail, since the vhost exists", async () => {
    const pass = forward(broker.endpoint);
    const server = await startFakeServer((request, response) =>
      request.url?.endsWith("/permissions")
        ? status(400, { error: "bad", reason: "no" })(request, response)
        : pass(request, response),
    );
    await provider({ ...broker, endpoint: server.endpoint }, "VHost").create({ name });
    expect(warned.mock.calls).toEqual([
      [expect.stringMatching(/^which rights RabbitMQ gave .* could not be read: .*no/)],
    ]);
  });

  test.each([
    ["guest", "with its default password and the tags administrator"],
    ["another", "with a changed password and the tags administrator"],
  ])("warns of the default user with the password %s", async (password, text) => {
    await api(broker, "PUT", "users/guest", { password, tags: "administrator" });
    await provider(broker, "VHost").create({ name });
    expect(warned.mock.calls).toEqual([[expect.stringContaining(`the broker has the default user "guest", ${text}`)]]);
  });
});
