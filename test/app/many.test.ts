import { type ContractError, verify } from "../../sdk/app";
import { api } from "../support/admin";
import { enoughBrokers } from "../support/environment";
import { failure, Platform } from "./platform";

const count = 300;
const names = (prefix: string) => Array.from({ length: count }, (_, index) => `${prefix}.${index}`);
/** So many take long on a busy machine. */
const patient = { timeout: 300_000 };
const odd = [
  "/",
  "a/b",
  "@",
  "50%",
  "%2F",
  "c+d",
  "#",
  "e:f",
  "a space",
  "é",
  '"',
  "'",
  "\\",
  "日😀",
  "a' in vhost 'b",
];

describe.each(enoughBrokers)("verify on RabbitMQ $version", (broker) => {
  const platform = new Platform(broker, "app many / @ % + # : é \"'");

  beforeAll(async () => {
    await platform.declare({ write: ".*", read: ".*" });
    const common = { durable: true, auto_delete: false, arguments: {} };
    const [exchanges, queues] = [
      [...names("x"), ...odd].map((name) => ({ ...common, name, type: "topic", internal: false })),
      [...names("q"), ...odd].map((name) => ({ ...common, name })),
    ];
    const answer = await api(broker, "POST", `definitions/${encodeURIComponent(platform.name)}`, { exchanges, queues });
    expect(answer.status).toBe(204);
  });
  afterAll(() => platform.remove());

  const contractOf = (exchanges: string[], queues: string[]) =>
    platform.contract({
      exchanges: exchanges.map((name) => ({ name })),
      queues: queues.map((name) => ({ name })),
      publishTo: exchanges.map((exchange) => ({ exchange, routingKeys: ["a.#"] })),
      consumeFrom: queues,
    });

  test("takes names with all that is awkward", async () => {
    const connection = await platform.connect();
    const { checked } = await verify(connection, contractOf(odd, odd), { probe: true });
    expect(checked).toHaveLength(4 * odd.length);
    const missing = odd.map((name) => `${name} is gone`);
    const { findings } = await failure<ContractError>(verify(connection, contractOf(missing, missing)));
    expect(findings.map(({ object, problem }) => `${object} ${problem}`)).toEqual([
      ...missing.map((name) => `exchange ${JSON.stringify(name)} missing`),
      ...missing.map((name) => `queue ${JSON.stringify(name)} missing`),
    ]);
  });

  test("takes one channel as long as nothing is refused", async () => {
    const connection = await platform.connect();
    const create = jest.spyOn(connection, "createChannel");
    await verify(connection, contractOf(names("x"), names("q")), patient);
    expect(create).toHaveBeenCalledTimes(1);
  });

  test("keeps to a user's limit of channels where it is told so", async () => {
    const limit = `user-limits/${encodeURIComponent(platform.name)}/max-channels`;
    expect((await api(broker, "PUT", limit, { value: 3 })).status).toBe(204);
    try {
      const connection = await platform.connect();
      await connection.createChannel();
      const gone = contractOf(names("gone.x"), []);
      const { findings } = await failure<ContractError>(verify(connection, gone, { ...patient, channels: 1 }));
      expect(findings).toHaveLength(count);
      const error = await failure(verify(connection, gone, patient));
      expect(error.message).toContain("number of channels opened for user");
    } finally {
      await api(broker, "DELETE", limit);
    }
  });

  if (!enoughBrokers.includes(broker)) return; // how channels are shared out is decided on this side

  test.each([
    ["", 16],
    ["?channelMax=1", 1],
    ["?channelMax=2", 2],
  ])("takes hundreds of objects, with few channels at once (%s)", async (query, most) => {
    const connection = await platform.connect(platform.url(query));
    const create = jest.spyOn(connection, "createChannel");
    let [open, peak] = [0, 0];
    create.mockImplementation(async (options) => {
      const channel = await Object.getPrototypeOf(connection).createChannel.call(connection, options);
      peak = Math.max(peak, ++open);
      channel.once("close", () => open--);
      return channel;
    });
    const { checked } = await verify(connection, contractOf(names("x"), names("q")), { ...patient, probe: true });
    expect(checked).toHaveLength(4 * count);
    expect(checked.map(({ object }) => object).slice(0, count)).toEqual(names("x").map((name) => `exchange "${name}"`));
    const gone = contractOf(names("gone.x"), names("gone.q"));
    const { findings } = await failure<ContractError>(verify(connection, gone, patient));
    expect(findings.map(({ code }) => code)).toEqual(Array(2 * count).fill(404));
    expect([open, peak]).toEqual([0, most]);
  });

  test("a name that AMQP cannot carry is a finding, and hinders no other", async () => {
    const connection = await platform.connect();
    const { findings, report } = await failure<ContractError>(
      verify(connection, contractOf(["x.1", "x".repeat(256), "x.2"], ["q.1"])),
    );
    expect(findings).toHaveLength(1);
    expect(findings[0]?.problem).toContain("255");
    expect(report.checked).toHaveLength(3);
  });
});
