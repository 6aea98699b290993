import type { Broker } from "../../provider/broker";
import { kinds } from "../../provider/kinds";
import { lifecycle } from "../../provider/lifecycle";
import { path } from "../../provider/management/path";
import { byName } from "../../provider/management/shared-list";
import { list, ownExchange } from "../../provider/management/target";
import { Run } from "../../provider/run";
import { api, makeVHost } from "../support/admin";
import { connect } from "../support/connection";
import { enoughBrokers } from "../support/environment";
import { type FakeServer, startFakeServer } from "../support/fake-server";
import { forward } from "../support/forward";

const vhost = "shared reads/";
const encoded = encodeURIComponent(vhost);
const names = Array.from({ length: 12 }, (_, index) => `q${index}`);

describe.each(enoughBrokers)("reads of RabbitMQ $version", (broker) => {
  let removeVHost: () => Promise<unknown>;
  let server: FakeServer;
  let client: Broker;

  beforeAll(async () => {
    removeVHost = await makeVHost(broker, vhost);
    for (const name of names) await api(broker, "PUT", `queues/${encoded}/${name}`, { durable: true });
  });
  afterAll(() => removeVHost());
  beforeEach(async () => {
    server = await startFakeServer(forward(broker.endpoint));
    client = connect({ ...broker, endpoint: server.endpoint });
    await client.peek(ownExchange(vhost));
    server.requests.length = 0;
  });

  const read = async (name: string, kind: "Queue" | "Exchange" = "Queue") => {
    const { read } = lifecycle(kinds[kind], new Run(() => client));
    return (await read?.(`${encoded}/${name}`, { vhost, name, durable: true }))?.props;
  };
  const all = () => Promise.all(names.map((name) => read(name)));
  const lists = () => server.requests.filter((request) => /\/(queues|exchanges)\/[^/?]+\?/.test(request)).length;

  test("at one time need one list", async () => {
    expect((await all()).map((props) => props?.["name"])).toEqual(names);
    await all();
    expect(server.requests).toEqual([`GET /api/queues/${encoded}?disable_stats=true`]);
  });

  test("of different kinds need one list each", async () => {
    await Promise.all([
      ...names.map((name) => read(name)),
      ...["amq.direct", "amq.topic", "amq.fanout"].map((name) => read(name, "Exchange")),
    ]);
    expect(lists()).toBe(2);
    expect(server.requests).toHaveLength(2);
  });

  test("that are few need no list", async () => {
    await Promise.all([read("q0"), read("q1")]);
    expect(lists()).toBe(0);
    expect(server.requests).toHaveLength(2);
  });

  test("after a write need a new list", async () => {
    await all();
    await client.put(path`queues/${vhost}/${"new"}`, { durable: true });
    await Promise.all([...names, "new"].map((name) => read(name)));
    expect(lists()).toBe(2);
    await client.delete(path`queues/${vhost}/${"new"}`);
    const found = await Promise.all([...names, "new"].map((name) => read(name)));
    expect(found.at(-1)).toBeUndefined();
    expect(lists()).toBe(3);
  });

  test("of what is not in the list ask for it alone, twice", async () => {
    const found = await Promise.all([...names, "none"].map((name) => read(name)));
    expect(found.at(-1)).toBeUndefined();
    const single = `GET /api/queues/${encoded}/none?disable_stats=true`;
    const afterList = server.requests.slice(1).filter((request) => !request.startsWith("GET /api/nodes"));
    expect(afterList).toEqual([single, single]);
  });

  test("of what appears after the list was made find it", async () => {
    await all();
    await api(broker, "PUT", `queues/${encoded}/late`, { durable: true });
    expect((await read("late"))?.["name"]).toBe("late");
    await api(broker, "DELETE", `queues/${encoded}/late`);
  });

  test("do not remember a list that failed", async () => {
    const pass = server.answer;
    server.answer = (_request, response) => response.writeHead(403).end("no");
    const failed = await Promise.allSettled(names.map((name) => read(name)));
    expect(new Set(failed.map(({ status }) => status))).toEqual(new Set(["rejected"]));
    server.answer = pass;
    expect((await all()).map((props) => props?.["name"])).toEqual(names);
  });

  test("fail one by one", async () => {
    const listing = byName(list(path`queues/${vhost}`, { vhost }, ["name"]));
    const reads = [
      client.sharedOr({ listing, key: "none" }, () => Promise.reject(new Error("this one"))),
      ...names.map((name) => client.sharedOr({ listing, key: name }, async () => undefined)),
    ];
    const [first, ...others] = await Promise.allSettled(reads);
    expect(first).toMatchObject({ status: "rejected", reason: { message: "this one" } });
    expect(others.map(({ status }) => status)).toEqual(names.map(() => "fulfilled"));
  });
});
