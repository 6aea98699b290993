import type { Fields } from "../../model/object";
import type { Kind } from "../../provider/kind";
import { type KindName, kinds } from "../../provider/kinds";
import { lifecycle } from "../../provider/lifecycle";
import { topologyLifecycle } from "../../provider/topology/lifecycle";
import { sections } from "../../provider/topology/section";
import * as rabbitmq from "../../sdk";
import { api } from "../support/admin";
import { enoughBrokers, type TestBroker } from "../support/environment";
import { kindCases } from "../support/kind-cases";
import { fc, rounds } from "../support/random";
import { anyArgsOf } from "./any-input/args";
import { isExactOrRefused, type Outcome, type Program } from "./any-input/claim";
import { dataIn, objectsOf } from "./any-input/data";
import { pathOf } from "./any-input/raw";
import { makeWorld, valuesIn } from "./any-input/world";

const classes: Record<string, unknown> = { ...rabbitmq };
const names = (Object.keys(kinds) as KindName[]).filter((name) => !kindCases("")[name].isOfTheBroker);

describe.each(enoughBrokers)("on RabbitMQ $version", (broker) => {
  test.each(names)("any input of a %s is declared exactly, or refused with a reason", async (name) => {
    const vhost = `any-input ${name}`;
    const args = anyArgsOf(kinds[name], { values: valuesIn(vhost, name) });
    await holdsForAll(broker, vhost, args.map(deletable), (args) => single(name, args), rounds(8));
  });

  test("any data of a Topology is declared exactly, or refused with a reason", async () => {
    const vhost = "any-input Topology";
    await holdsForAll(broker, vhost, dataIn(vhost), (data) => topology(vhost, data), rounds(10));
  });
});

async function holdsForAll(
  broker: TestBroker,
  vhost: string,
  inputs: fc.Arbitrary<Fields>,
  programOf: (input: Fields) => Program,
  numRuns: number,
): Promise<void> {
  const outcomes = new Set<Outcome>();
  let remove = await makeWorld(broker, vhost);
  const holds = async (input: Fields) => {
    const program = programOf(input);
    try {
      outcomes.add(await isExactOrRefused(broker, program));
    } catch (error) {
      // What is left would meet the next inputs, with which the failure is made smaller.
      for (const [kind, args] of program.objects.filter(([kind]) => kind === "VHost")) {
        await api(broker, "DELETE", pathOf(kind, args));
      }
      await remove();
      remove = await makeWorld(broker, vhost);
      throw error;
    }
  };
  await fc.assert(fc.asyncProperty(inputs, holds), { numRuns });
  await remove();
  expect([...outcomes]).toContain("nobody");
  expect(outcomes.size).toBeGreaterThan(1);
}

/** A vhost that is protected could not be deleted. */
function deletable(args: Fields): Fields {
  return args["deletionProtection"] === true ? { ...args, deletionProtection: false } : args;
}

function single(name: KindName, args: Fields): Program {
  const create = classes[name] as new (name: string, args: Fields) => unknown;
  const kind: Kind = kinds[name];
  return {
    declare: () => new create("it", args),
    lifecycleOn: (run) => lifecycle(kind, run),
    objects: [[name, args]],
    names: [`${name} "it"`, kind.noun, ...Object.keys(kind.schema), ...Object.keys(args)],
  };
}

function topology(vhost: string, data: Fields): Program {
  return {
    declare: () => new rabbitmq.Topology("it", { vhost, ...data }),
    lifecycleOn: topologyLifecycle,
    objects: objectsOf(vhost, data),
    names: ['Topology "it"', "topology of", ...sections.map(({ name }) => name)],
  };
}
