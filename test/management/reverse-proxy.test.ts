import { path } from "../../provider/management/path";
import { one } from "../../provider/management/target";
import { api, makeVHost } from "../support/admin";
import { connect, lineOf } from "../support/connection";
import { enoughBrokers } from "../support/environment";
import { startFakeServer, status } from "../support/fake-server";
import { forward } from "../support/forward";
import { provider } from "../support/provider";

describe.each(enoughBrokers)("RabbitMQ $version behind a reverse proxy", (broker) => {
  const vhost = "reverse proxy/x";
  let removeVHost: () => Promise<unknown>;
  beforeAll(async () => {
    removeVHost = await makeVHost(broker, vhost);
  });
  afterAll(() => removeVHost());

  test.each(["/rabbit", "/a/b%20c/"])("that mounts it below %s is used like the broker itself", async (prefix) => {
    const mounted = prefix.replace(/\/$/, "");
    const pass = forward(broker.endpoint, (url) => url.slice(mounted.length));
    const proxy = await startFakeServer((request, response) =>
      request.url?.startsWith(`${mounted}/api/`) ? pass(request, response) : status(404)(request, response),
    );
    const run = () => provider({ ...broker, endpoint: proxy.endpoint + prefix }, "Queue");
    const state = await run().create({ vhost, name: "mounted" });
    expect((await run().read(state)).inputs).toMatchObject({ name: "mounted" });
    await run().delete(state);
    expect(await run().read(state)).toEqual({});
  });

  describe.each([
    ["decodes %2F", (url: string) => url.replaceAll("%2F", "/")],
    ["decodes %2F and merges slashes", (url: string) => url.replaceAll("%2F", "/").replace(/\/+/g, "/")],
  ])("that %s", (_what, rewrite) => {
    test.each(["/", vhost])("is told, and nothing is changed in the vhost %s", async (where) => {
      const writes: string[] = [];
      const proxy = await startFakeServer(
        forward(broker.endpoint, (url) => {
          writes.push(url);
          return rewrite(url);
        }),
      );
      const behind = { ...broker, endpoint: proxy.endpoint };
      const queue = provider(behind, "Queue");
      const lines = [
        await lineOf(() => queue.create({ vhost: where, name: "decoded" })),
        await lineOf(() => queue.read({ id: `${encodeURIComponent(where)}/decoded`, outs: {} })),
        await lineOf(() => provider(behind, "Queue").delete({ id: `${encodeURIComponent(where)}/decoded`, outs: {} })),
        await lineOf(() =>
          provider(behind, "VHost").delete({ id: encodeURIComponent(where), outs: { forceDestroy: true } }),
        ),
      ];
      for (const line of lines) expect(line).toMatch(/a proxy between here and .* decodes .*pass paths unchanged/);
      expect(proxy.requests.filter((request) => !request.startsWith("GET"))).toEqual([]);
      expect((await api(broker, "GET", `vhosts/${encodeURIComponent(where)}`)).status).toBe(200);
    });

    test("does no harm to names without a slash", async () => {
      const proxy = await startFakeServer(forward(broker.endpoint, rewrite));
      expect(
        await connect({ ...broker, endpoint: proxy.endpoint }).peek(
          one(path`users/${broker.username}`, { name: broker.username }),
        ),
      ).toBeDefined();
    });
  });

  test("that fails is named, rather than said to decode", async () => {
    const pass = forward(broker.endpoint);
    const proxy = await startFakeServer((request, response) =>
      request.url?.includes("%2F") ? status(503, { message: "wait" })(request, response) : pass(request, response),
    );
    const line = await lineOf(() =>
      connect({ ...broker, endpoint: proxy.endpoint }).peek(one(path`queues/${"/"}/${"q"}`, {})),
    );
    expect(line).toMatch(/answered 503 to GET health.*, but not as RabbitMQ's management API does/);
  });
});
