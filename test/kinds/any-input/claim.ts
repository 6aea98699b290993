import type { dynamic } from "@pulumi/pulumi";
import type { Fields } from "../../../model/object";
import { Broker } from "../../../provider/broker";
import { withDoor } from "../../../provider/door";
import type { KindName } from "../../../provider/kinds";
import { readSettings } from "../../../provider/management/settings";
import { Run } from "../../../provider/run";
import type { TestBroker } from "../../support/environment";
import { differences, onBroker } from "./raw";
import { overTheWire, sentBy } from "./sent";

type Lifecycle = Required<Omit<dynamic.ResourceProvider, "configure">>;
type Failure = Error & { readonly id?: string; readonly properties?: Fields };

/** A program with one resource. */
export interface Program {
  readonly declare: () => unknown;
  readonly lifecycleOn: (run: Run) => Lifecycle;
  /** What it declares, as the program gives it. */
  readonly objects: readonly (readonly [kind: KindName, args: Fields])[];
  /** Texts of which the reason of a refusal has one, so that the user finds what is refused. */
  readonly names: readonly string[];
}

/** Who refused the arguments. */
export type Outcome = "nobody" | "the program" | "check" | "the broker";

/**
 * The objects of the program are on the broker exactly as given, read back without a change, and deleted; or refused with a
 * reason, and nothing is left.
 */
export async function isExactOrRefused(
  broker: TestBroker,
  { declare, lifecycleOn, objects, names }: Program,
): Promise<Outcome> {
  const nextRun = () => withDoor(lifecycleOn(runOn(broker))) as Lifecycle;
  const verbs = nextRun();
  const left = async () => {
    const all = await Promise.all(objects.map(([kind, args]) => onBroker(broker, kind, args)));
    return all.filter((found) => found !== undefined);
  };

  const news = await attempt(() => sentBy(declare));
  if (news instanceof Error) return refusal(news, names, "the program");
  const { inputs, failures = [] } = await verbs.check({}, news);
  if (failures.length > 0) {
    expect(failures.map(({ property }) => property).join("")).toBe("");
    expect(failures.map(({ reason }) => reason).filter((reason) => !isOneLine(reason, names))).toEqual([]);
    return "check";
  }

  const sent = overTheWire(inputs);
  const made = await attempt(() => verbs.create(sent));
  if (made instanceof Error) {
    const { id, properties } = made as Failure;
    if (id && properties) await nextRun().delete(id, overTheWire(properties));
    expect(await left()).toEqual([]);
    return refusal(made, names, "the broker");
  }
  const { id, outs } = made;
  for (const [kind, args] of objects) {
    expect(differences(kind, args, await onBroker(broker, kind, args))).toEqual({});
  }

  const { inputs: read = {}, props = {} } = await nextRun().read(id, overTheWire(outs));
  expect(overTheWire(read)).toEqual(sent);
  const next = nextRun();
  const { inputs: again } = await next.check(overTheWire(read), news);
  expect(await next.diff(id, overTheWire(props), overTheWire(again))).toEqual({ changes: false });
  await nextRun().delete(id, overTheWire(props));
  expect(await left()).toEqual([]);
  return "nobody";
}

function runOn(broker: TestBroker): Run {
  // The guard of a new stream or quorum queue waits for its counters. It is no matter of the input.
  const source: Fields = { ...broker, forceDestroy: "true" };
  const client = new Broker(
    readSettings((key) => source[key] as string | undefined),
    0,
  );
  return new Run(
    () => client,
    () => {},
  );
}

async function attempt<T>(work: () => Promise<T>): Promise<T | Failure> {
  return work().catch((error: Failure) => error);
}

/** A refusal is one line that names what is refused, and never a crash of ours or of the broker. */
function refusal(error: Error, names: readonly string[], who: Outcome): Outcome {
  expect(error.name).toMatch(/^(RabbitMQ|Configuration|Connection|Broker|Refused|Incomplete|Run|Resource|)Error$/);
  expect({ reason: error.message, isOneLine: isOneLine(error.message, names) }).toMatchObject({ isOneLine: true });
  expect(error.message).not.toMatch(/without a reason/);
  return who;
}

function isOneLine(reason: string, names: readonly string[]): boolean {
  return /^.+$/.test(reason) && names.some((name) => reason.includes(name));
}
