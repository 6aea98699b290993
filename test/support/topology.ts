import { isRpcSecret, unwrapRpcSecret } from "@pulumi/pulumi/runtime";
import type { Fields } from "../../model/object";
import { Broker } from "../../provider/broker";
import { readSettings } from "../../provider/management/settings";
import { Run } from "../../provider/run";
import { topologyLifecycle } from "../../provider/topology/lifecycle";
import { decoded } from "../../provider/topology/text";
import type { TestBroker } from "./environment";

export { said } from "./provider";

/** A topology as the engine keeps it. */
export interface TopologyState {
  readonly id: string;
  readonly inputs: Fields;
  readonly outs: Fields;
}

/** An update that failed and kept what it did. */
interface Partly extends Error {
  readonly id: string;
  readonly properties: Fields;
  readonly reasons: string[];
}

/** One run's provider of topologies, called as the engine calls it. */
export function topologyRun(broker: Pick<TestBroker, "endpoint" | "username" | "password">, settings: object = {}) {
  const source: Record<string, unknown> = { ...broker, ...settings };
  const client = new Broker(
    readSettings((key) => source[key] as string | undefined),
    0,
  );
  const verbs = topologyLifecycle(new Run(() => client));
  const check = async (data: Fields, olds: Fields = {}): Promise<Fields> => {
    const { inputs = {}, failures } = await verbs.check(olds, data);
    expect(failures).toEqual([]);
    return asSentAgain(inputs as Fields);
  };
  return {
    client,
    verbs,
    check,
    create: async (data: Fields): Promise<TopologyState> => {
      const inputs = await check(data);
      const { id, outs = {} } = await verbs.create(inputs);
      return { id, inputs, outs: asSentAgain(outs) };
    },
    /** What the engine does with a change; nothing where there is none. */
    apply: async (state: TopologyState, data: Fields): Promise<TopologyState> => {
      const inputs = await check(data, state.inputs);
      const { changes } = await verbs.diff(state.id, state.outs, inputs);
      if (changes === false) return { ...state, inputs };
      const { outs = {} } = await verbs.update(state.id, state.outs, inputs);
      return { ...state, inputs, outs: asSentAgain(outs) };
    },
    read: async ({ id, outs }: TopologyState) => {
      const { inputs = {}, props = {}, ...rest } = await verbs.read(id, outs);
      return { ...rest, inputs: asSentAgain(inputs as Fields), props: asSentAgain(props) };
    },
    delete: ({ id, outs }: TopologyState) => verbs.delete(id, outs),
  };
}

/** What the provider gets back from the engine, which notes what is secret and tells the provider only the values. */
export function asSentAgain(answer: Fields): Fields {
  const sent = Object.entries(answer).map(([key, value]) => [key, isRpcSecret(value) ? unwrapRpcSecret(value) : value]);
  return Object.fromEntries(sent);
}

/** What the state holds, as maps. */
export function mapsOf(props: Fields): Fields {
  const map = (value: unknown): unknown => {
    const data = typeof value === "string" && /^[[{]/.test(value) ? decoded(value) : value;
    if (typeof data !== "object" || data === null || Array.isArray(data)) return data;
    return Object.fromEntries(Object.entries(data).map(([key, inner]) => [key, map(inner)]));
  };
  return map(asSentAgain(props)) as Fields;
}

/** What the engine keeps of a run that fails half-way. */
export async function failed(
  work: Promise<unknown>,
  inputs: Fields = {},
): Promise<TopologyState & { reasons: string[] }> {
  const error = (await work.then(
    () => expect(undefined).toBe("a failure"),
    (thrown: unknown) => thrown,
  )) as Partly;
  expect(error).toMatchObject({ id: expect.any(String), properties: expect.any(Object), reasons: expect.any(Array) });
  return { id: error.id, inputs, outs: asSentAgain(error.properties), reasons: error.reasons };
}
