import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startBroker } from "../../dev/broker";
import type { Fields } from "../../model/object";
import type { KindName } from "../../provider/kinds";
import { withoutQuotes } from "../../provider/kinds/parameter-reason";
import { api, makeVHost } from "../support/admin";
import { brokers, isLong, lacks, newest, type TestBroker, testWith } from "../support/environment";
import { json, likeABroker, startFakeServer } from "../support/fake-server";
import { provider, said } from "../support/provider";
import { topologyRun } from "../support/topology";

const hasPlugins = (broker: TestBroker) => !lacks(broker, "rabbitmq_shovel") && !lacks(broker, "rabbitmq_federation");
if (!brokers.every(hasPlugins)) test.skip("URIs (needs the plugins rabbitmq_shovel and rabbitmq_federation)", () => {});
const vhost = "parameter-secrets";
const shown = [
  said,
  ...(["warn", "error", "log"] as const).map((level) => jest.spyOn(console, level).mockImplementation()),
];

/** URIs that the library's check accepts and the broker refuses, with their password as it is and encoded. */
const bad = [
  "amqp://us:n3ver%40Shown@host:port/x",
  "amqp://us:n3ver%40Shown@host/a/b/c",
  "amqp://us:n3ver%40Shown@host/?heartbeat=n3ver%40Shown",
  "amqp://us:n3ver%40Shown%zz@host",
  "amqp://us:n3ver@Shown@host:port/?password=n3ver%40Shown",
];

const hasSecret = (text: string) => /n3ver|Shown|110,51|us:/.test(text);

describe.each(brokers.filter(hasPlugins))("on RabbitMQ $version", (broker) => {
  let removeVHost: () => Promise<unknown>;
  beforeAll(async () => {
    removeVHost = await makeVHost(broker, vhost);
  });
  afterAll(() => removeVHost());

  test.each(bad)("the broker refuses %s, and no line has a part of it", async (uri) => {
    const address = { vhost, name: "p" };
    const shovel = { srcQueue: "q", srcUri: "amqp://", destUri: "amqp://" };
    const singles: [KindName, Fields][] = [
      ["FederationUpstream", { uri }],
      ["FederationUpstream", { uri: ["amqp://", uri] }],
      ["Shovel", { ...shovel, srcUri: uri }],
      ["Shovel", { ...shovel, destUri: ["amqp://", uri] }],
      ["Parameter", { component: "federation-upstream", value: { uri } }],
      ["Parameter", { component: "federation-upstream", value: { uri: { n3ver: [uri, "n3ver@Shown"] } } }],
      ["Parameter", { component: "federation-upstream-set", value: [{ upstream: "u", uri }] }],
    ];
    const lines = await Promise.all(
      singles.map(([kind, args]) => refusal(provider(broker, kind).create({ ...address, ...args }))),
    );
    lines.push(
      await refusal(topologyRun(broker).create({ vhost, federationUpstreams: { p: { uri } } })),
      await refusal(topologyRun(broker).create({ vhost, shovels: { p: { ...shovel, srcUri: uri } } })),
      await refusal(
        topologyRun(broker).create({ vhost, parameters: { shovel: { p: { value: { "src-uri": uri } } } } }),
      ),
    );
    for (const line of lines) {
      expect(line).toMatch(/"p".* the broker refused: Validation failed .*\(400 to PUT parameters\//);
      expect(line).not.toMatch(/\n/);
      expect(hasSecret(line) ? line : "").toBe("");
    }
  });

  test("drift and differences of a URI are told without it", async () => {
    const it = provider(broker, "FederationUpstream");
    const args = { vhost, name: "drifting", uri: "amqp://us:n3verShown1@127.0.0.1:1" };
    const state = await it.create(args);
    const theirs = { value: { uri: "amqp://us:n3verShown2@127.0.0.1:1", "max-hops": 2 } };
    await api(broker, "PUT", `parameters/federation-upstream/${vhost}/drifting`, theirs);
    const other = await refusal(provider(broker, "FederationUpstream").create(args));
    expect(other).toMatch(/exists already, with other properties: uri: differs; maxHops: wanted none, found 2\./);
    await it.update(state, await it.check({ ...args, expires: 5 }));
    const lines = shown.flatMap(({ mock }) => mock.calls.flat().map(String));
    expect(lines.join("\n")).toMatch(
      /another client changed it since the last run, which is overwritten: uri: differs/,
    );
    expect([other, ...lines].filter(hasSecret)).toEqual([]);
  });

  // Three seconds of retries.
  testWith("npm run test:long", isLong)("a value that a component fails on is refused in one line", async () => {
    const value = { "src-uri": "amqp://", "src-protocol": "n3verShown" };
    const line = await refusal(provider(broker, "Parameter").create({ vhost, component: "shovel", name: "p", value }));
    expect(line).toMatch(
      /^parameter "p" of shovel in vhost ".*": the broker (fails on this value|refused: Validation)/,
    );
    expect(hasSecret(line) ? line : "").toBe("");
  });

  test("a component that no plugin has is named", async () => {
    const args = { vhost, component: "teapot", name: "p", value: { a: "n3verShown" } };
    expect(await refusal(provider(broker, "Parameter").create(args))).toBe(
      `parameter "p" of teapot in vhost "${vhost}": no plugin that is enabled on the broker has parameters of the component "teapot" (400)`,
    );
  });
});

const kindsOfPlugins: [KindName, string, Fields][] = [
  ["Shovel", "rabbitmq_shovel", { srcQueue: "q", srcUri: "amqp://", destUri: "amqp://" }],
  ["FederationUpstream", "rabbitmq_federation", { uri: "amqp://" }],
  ["FederationUpstreamSet", "rabbitmq_federation", { upstreams: [] }],
  ["Parameter", "rabbitmq_shovel", { component: "shovel", value: {} }],
];
const notEnabled = (plugin: string) =>
  `the broker's plugin ${plugin} is not enabled: run \`rabbitmq-plugins enable ${plugin}\` on each of its nodes (400)`;

test("a missing plugin is one line that names it", async () => {
  for (const [kind, plugin, args] of kindsOfPlugins) {
    const server = await startFakeServer((request, response) => {
      const component = request.url?.split("/")[3] ?? "";
      // As RabbitMQ answers, see the test on a broker without plugins.
      if (request.method !== "PUT") return likeABroker(request, response);
      json(response, 400, { error: "bad_request", reason: `Validation failed\n\ncomponent ${component} not found\n` });
    });
    const creation = provider({ ...newest, endpoint: server.endpoint }, kind).create({ vhost, name: "p", ...args });
    expect(await refusal(creation)).toMatch(new RegExp(`: ${notEnabled(plugin).replace(/[()]/g, "\\$&")}$`));
  }
});

testWith("npm run test:long", isLong)("a real broker without plugins answers like that", async () => {
  const { stop, ...broker } = await startBroker({ dir: mkdtempSync(path.join(tmpdir(), "rabbitmq-no-plugins-")) });
  await makeVHost(broker, vhost);
  for (const [kind, plugin, args] of kindsOfPlugins) {
    const line = await refusal(provider(broker, kind).create({ vhost, name: "p", ...args }));
    expect(line.slice(-notEnabled(plugin).length)).toBe(notEnabled(plugin));
  }
  await stop();
});

test("what the broker quotes in Erlang's notation is hidden", () => {
  const reason = 'x: {unable, <<"n3ver">>, [110,51,118], <<110, 51>>, "amqps://a:b@c/n3ver Shown"} 5 is not 7';
  expect(withoutQuotes(reason, [{ a: ["n3ver", "Shown"] }])).toBe(
    'x: {unable, <<"[secret]">>, [[secret]], <<[secret]>>, "[secret] [secret]"} 5 is not 7',
  );
});

async function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "it was declared",
    (error: Error) => `${error.message}${error.stack}`,
  );
}
