import type { RequestListener } from "node:http";
import { formatId } from "../../provider/id";
import type { Kind } from "../../provider/kind";
import { type KindName, kinds } from "../../provider/kinds";
import { path } from "../../provider/management/path";
import { allVHosts, list, one } from "../../provider/management/target";
import { connect, lineOf } from "../support/connection";
import { greeting, inTurn, json, likeABroker, missing, startFakeServer, status } from "../support/fake-server";
import { kindCases } from "../support/kind-cases";
import { provider } from "../support/provider";

const cases = kindCases("v");
const names = Object.keys(cases) as KindName[];
const isForeign =
  /http:\S+ answers \S+ with something that RabbitMQ never answers: is a proxy or another service in between\?$/;

/** Other people's JSON, an object without what RabbitMQ's have, and other objects of RabbitMQ. */
const answers: readonly unknown[] = [
  {},
  [],
  { status: "ok" },
  [{}],
  [[]],
  { items: [] },
  { name: "v", vhost: "v" },
  [{ name: "other", vhost: "other", durable: true, auto_delete: false, type: "classic", arguments: {}, value: {} }],
  { name: "other", vhost: "v", durable: true, auto_delete: false, internal: false, type: "topic", arguments: {} },
];

/** RabbitMQ's greeting and its proof that paths arrive unchanged, and this answer to everything else. */
const greeted =
  (answer: RequestListener): RequestListener =>
  (request, response) => {
    if (request.url === greeting) return likeABroker(request, response);
    if (request.url?.includes("/health/")) return json(response, 503, { missing: "a/b" });
    return answer(request, response);
  };

describe.each(names)("a %s", (name) => {
  const { args } = cases[name];
  /** The broker is not asked, since it could not delete it. */
  const isOnlyForgotten = (kinds[name] as Kind).stays !== undefined;
  const key = { ...args, propertiesKey: "~" };
  const id = formatId({ kind: kinds[name], args: key });
  const to = (endpoint: string) =>
    provider({ version: "", endpoint, username: "u", password: "top-secret", amqpUrl: "" }, name);

  test.each(answers.map((answer) => [JSON.stringify(answer), answer]))("is not %s", async (_json, answer) => {
    const server = await startFakeServer(greeted(status(200, answer)));
    const it = to(server.endpoint);
    expect(await lineOf(() => it.verbs.read(id, key))).toMatch(isForeign);
    for (const line of await Promise.all([1, 2, 3, 4].map(() => lineOf(() => it.verbs.read(id, key)))))
      expect(line).toMatch(isForeign);
    expect(await lineOf(() => it.verbs.create(args))).toMatch(isForeign);
    if (!isOnlyForgotten) expect(await lineOf(() => it.verbs.delete(id, key))).toMatch(isForeign);
    expect(server.requests.filter((request) => request.startsWith("PUT"))).toEqual([]);
  });

  test("is not deleted because another service says so", async () => {
    if (isOnlyForgotten) return expect(await to("http://127.0.0.1:1").verbs.delete(id, key)).toBeUndefined();
    const server = await startFakeServer(greeted(status(200, {})));
    expect(await lineOf(() => to(server.endpoint).verbs.delete(id, { ...key, forceDestroy: true }))).toMatch(isForeign);
  });
});

describe("a list", () => {
  const target = list(path`queues/${"v"}`, { vhost: "v" }, ["name"]);
  const own = { vhost: "v", name: "amq.direct", type: "direct", durable: true };

  test("is believed to be empty if RabbitMQ itself answers", async () => {
    const server = await startFakeServer(
      greeted((request, response) => json(response, 200, request.url?.includes("amq.direct") ? own : [])),
    );
    expect(await connect(server).getAll(target)).toEqual([]);
  });

  test("is not believed to be empty if only its path answers", async () => {
    const server = await startFakeServer(
      greeted((request, response) =>
        request.url?.includes("amq.direct") ? json(response, 404, missing) : json(response, 200, []),
      ),
    );
    expect(await lineOf(() => connect(server).getAll(target))).toMatch(/answers "not found" to GET .*, which exists/);
  });

  test("of exchanges is never empty", async () => {
    const server = await startFakeServer(greeted(status(200, [])));
    const { exchange } = { exchange: kinds.Exchange };
    expect(await lineOf(() => connect(server).peek(exchange.list({ vhost: "v" })))).toMatch(isForeign);
  });

  test("is about one vhost as a whole", async () => {
    const server = await startFakeServer(
      greeted(
        status(200, [
          { vhost: "v", name: "a" },
          { vhost: "w", name: "b" },
        ]),
      ),
    );
    expect(await lineOf(() => connect(server).getAll(target))).toMatch(isForeign);
  });
});

test("a name of a version that is no version is not RabbitMQ's greeting", async () => {
  const server = await startFakeServer(status(200, { rabbitmq_version: "latest" }));
  const target = one(path`queues/${"v"}/${"q"}`, {});
  expect(await lineOf(() => connect(server).peek(target))).toMatch(/answered 200 to GET overview, but not as RabbitMQ/);
});

test("an object whose name the state has lost is not deleted if the program declares the one with its id", async () => {
  const server = await startFakeServer(greeted(likeABroker));
  const it = provider({ version: "", endpoint: server.endpoint, username: "u", password: "x", amqpUrl: "" }, "User");
  await it.check({ name: "app" });
  it.run.noteDeclared({ kind: kinds.User, args: { name: "app" } }, "app");
  await it.verbs.delete("app", { name: undefined });
  expect(server.requests).toEqual([]);
});

test("a vhost that is deleted in this moment, which RabbitMQ 4.3 lists without its name, is no foreign answer", async () => {
  const dying = { metadata: { default_queue_type: "classic" }, default_queue_type: "classic" };
  const server = await startFakeServer(inTurn(status(200, [dying, { name: "shop", metadata: {} }])));
  expect(await connect(server).getAll(allVHosts())).toEqual([{ name: "shop", metadata: {} }]);
  const other = await startFakeServer(inTurn(status(200, [{}])));
  await expect(connect(other).getAll(allVHosts())).rejects.toThrow("something that RabbitMQ never answers");
});
