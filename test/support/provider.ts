import type { Fields } from "../../model/object";
import { Broker } from "../../provider/broker";
import { formatId } from "../../provider/id";
import type { Kind } from "../../provider/kind";
import { type KindName, kinds } from "../../provider/kinds";
import { lifecycle } from "../../provider/lifecycle";
import { readSettings } from "../../provider/management/settings";
import { Run } from "../../provider/run";
import type { TestBroker } from "./environment";

/** Where the provider says what it found. */
export const said = jest.spyOn(console, "info").mockImplementation(() => {});

export interface State {
  readonly id: string;
  readonly inputs: Fields;
  readonly outs: Fields;
}

/** Takes an object away whatever is lost with it. */
export async function removeForced(client: Broker, kind: Kind, object: Fields): Promise<void> {
  const remove = await kind.removal(client, object, { force: true });
  await remove();
}

interface RunOptions {
  /** Keys of the configuration beside the connection's. */
  readonly settings?: Record<string, string>;
  /** When this run began: 0 for long ago, so that the guards need not wait. */
  readonly startedAt?: number;
  /** That of another kind's provider, where both belong to one run. */
  readonly run?: Run;
}

/** One run's provider of a kind, called as the engine calls it. */
export function provider(
  broker: TestBroker,
  name: KindName,
  { settings = {}, startedAt = 0, run: given }: RunOptions = {},
) {
  const kind: Kind = kinds[name];
  const source: Record<string, string> = {
    endpoint: broker.endpoint,
    username: broker.username,
    password: broker.password,
    ...settings,
  };
  const run =
    given ??
    new Run(
      () =>
        new Broker(
          readSettings((key) => source[key]),
          startedAt,
        ),
    );
  const client = run.broker();
  const verbs = lifecycle(kind, run) as Required<ReturnType<typeof lifecycle>>;

  const check = async (args: Fields): Promise<Fields> => {
    const { inputs, failures } = await verbs.check({}, args);
    expect(failures).toEqual([]);
    return inputs;
  };
  const create = async (args: Fields): Promise<State> => {
    const inputs = await check(args);
    const { id, outs } = await verbs.create(inputs);
    return { id, inputs, outs };
  };
  const diff = ({ outs, id = formatId({ kind, args: outs }) }: { id?: string; outs: Fields }, news: Fields) =>
    verbs.diff(id, outs, news);
  const update = async ({ id, outs }: State, inputs: Fields): Promise<State> => ({
    id,
    inputs,
    outs: (await verbs.update(id, outs, inputs)).outs,
  });

  return {
    run,
    client,
    verbs,
    check,
    create,
    diff,
    update,
    read: ({ id, outs }: Pick<State, "id" | "outs">) => verbs.read(id, outs),
    delete: ({ id, outs }: Pick<State, "id" | "outs">) => verbs.delete(id, outs),
    /** What the engine does with a change: an update, or a replacement, which is created before the old one is deleted. */
    apply: async (state: Pick<State, "id" | "outs">, inputs: Fields): Promise<State> => {
      await verbs.check(state.outs, inputs);
      const { replaces } = await diff(state, inputs);
      if (!replaces?.length) return update({ ...state, inputs }, inputs);
      const { id, outs } = await verbs.create(inputs);
      await verbs.delete(state.id, state.outs);
      return { id, inputs, outs: outs as Fields };
    },
    /** Whatever is there under the identity of these arguments. */
    remove: async (args: Fields) => {
      const inputs = await check(args);
      const found = await kind.find(client, inputs, "proved");
      if (found) await removeForced(client, kind, { ...inputs, ...found });
    },
  };
}
