import type { Fields } from "../../model/object";
import type { Broker } from "../../provider/broker";
import type { Kind } from "../../provider/kind";
import { type KindName, kinds } from "../../provider/kinds";
import { validate } from "../../provider/validate";
import { makeVHost } from "../support/admin";
import { connect } from "../support/connection";
import { brokers } from "../support/environment";
import { legalName, routingKey, tableOfArguments } from "../support/names";
import { removeForced } from "../support/provider";
import { fc, rounds } from "../support/random";

const vhost = "names /%2F";
const numRuns = rounds(6);

describe.each(brokers)("any legal name on RabbitMQ $version", (broker) => {
  let removeVHost: () => Promise<unknown>;
  let client: Broker;
  beforeAll(async () => {
    removeVHost = await makeVHost(broker, vhost);
    client = connect(broker);
    await declare("Exchange", { vhost, name: "source", type: "headers" });
    await declare("Queue", { vhost, name: "destination", type: "classic" });
  });
  afterAll(() => removeVHost());
  const declare = (name: KindName, args: Fields) =>
    (kinds[name] as Kind).declare(client, checked(name, args), undefined);
  const remove = (name: KindName, object: Fields) => removeForced(client, kinds[name], object);

  const cases: Record<string, [KindName, fc.Arbitrary<Fields>]> = {
    exchange: ["Exchange", fc.record({ vhost: fc.constant(vhost), name: legalName, type: fc.constant("topic") })],
    queue: ["Queue", fc.record({ vhost: fc.constant(vhost), name: legalName, type: fc.constant("classic") })],
    user: ["User", fc.record({ name: legalName, tags: fc.constant([]) })],
    vhost: ["VHost", fc.record({ name: legalName })],
    "binding's key": ["Binding", fc.record({ ...between(), routingKey })],
    "binding's key, with arguments": [
      "Binding",
      fc.record({
        ...between(),
        routingKey: routingKey.map((key) => (key.includes("~") ? `${key.replaceAll("~", "-")}~` : key)),
        arguments: tableOfArguments,
      }),
    ],
  };

  test.each(Object.entries(cases))("of a %s is declared, found, removed and gone", async (_what, [name, arbitrary]) => {
    await fc.assert(
      fc.asyncProperty(arbitrary, (args) => isWholeLife(client, kinds[name], checked(name, args))),
      { numRuns: name === "VHost" ? numRuns / 2 : numRuns },
    );
  });

  test("of both ends of a binding is declared, found, removed and gone", async () => {
    await fc.assert(
      fc.asyncProperty(legalName, legalName, async (source, destination) => {
        const [exchange, queue] = [
          { vhost, name: source },
          { vhost, name: destination },
        ];
        await declare("Exchange", { ...exchange, type: "topic" });
        await declare("Queue", { ...queue, type: "classic" });
        await isWholeLife(client, kinds.Binding, checked("Binding", { vhost, source, destination, routingKey: "k" }));
        await remove("Exchange", exchange);
        await remove("Queue", queue);
      }),
      { numRuns },
    );
  });
});

function between() {
  return { vhost: fc.constant(vhost), source: fc.constant("source"), destination: fc.constant("destination") };
}

function checked(name: KindName, args: Fields): Fields {
  const { inputs, failures } = validate(kinds[name], args);
  expect(failures).toEqual([]);
  return inputs;
}

async function isWholeLife(client: Broker, kind: Kind, args: Fields): Promise<void> {
  const { outputs } = await kind.declare(client, args, undefined);
  const object = { ...args, ...outputs };
  expect(await kind.find(client, object, "proved")).toMatchObject(object);
  await removeForced(client, kind, object);
  expect(await kind.find(client, object, "proved")).toBeUndefined();
}
