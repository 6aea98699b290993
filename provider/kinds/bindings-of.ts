import DataLoader from "dataloader";
import type { Fields } from "../../model/object";
import type { Address } from "../address";
import type { Broker } from "../broker";
import { type Path, path } from "../management/path";
import { fromApi } from "./binding";
import { bindingsTarget, UnlistableError, wholeListOf } from "./binding-list";

/** From this number of exchanges on, the list of the whole vhost is read instead of two short lists for each. */
const manyExchanges = 20;

type Loader = DataLoader<string, Fields[]>;

const loaders = new WeakMap<Broker, Map<string, Loader>>();

/** The bindings from an exchange and to it, as they are now. The exchange must exist. */
export function bindingsOf(broker: Broker, { vhost, name }: Address): Promise<Fields[]> {
  const all = loaders.get(broker) ?? new Map<string, Loader>();
  loaders.set(broker, all);
  const loader =
    all.get(vhost) ?? new DataLoader<string, Fields[]>((names) => readMany(broker, vhost, names), { cache: false });
  all.set(vhost, loader);
  return loader.load(name);
}

async function readMany(broker: Broker, vhost: string, names: readonly string[]): Promise<(Fields[] | Error)[]> {
  // An error is the result of its own exchange, so that the others of the batch do not fail.
  const readEach = () => Promise.all(names.map((name) => readOne(broker, vhost, name).catch((error: Error) => error)));
  if (names.length < manyExchanges) return readEach();
  try {
    return byExchange(names, (await broker.getAll(wholeListOf(vhost))) ?? []);
  } catch (error) {
    if (error instanceof UnlistableError) return readEach();
    throw error;
  }
}

function byExchange(names: readonly string[], all: readonly Fields[]): Fields[][] {
  const lists = new Map<unknown, Fields[]>(names.map((name) => [name, []]));
  for (const binding of all.map(fromApi)) {
    lists.get(binding["source"])?.push(binding);
    if (binding["destinationType"] === "exchange" && binding["destination"] !== binding["source"])
      lists.get(binding["destination"])?.push(binding);
  }
  return names.map((name) => lists.get(name) ?? []);
}

async function readOne(broker: Broker, vhost: string, name: string): Promise<Fields[]> {
  const [from, to] = await Promise.all([
    list(broker, path`exchanges/${vhost}/${name}/bindings/source`, { vhost, source: name }),
    list(broker, path`exchanges/${vhost}/${name}/bindings/destination`, {
      vhost,
      destination: name,
      destination_type: "exchange",
    }),
  ]);
  return [...from, ...to.filter(({ source }) => source !== name)];
}

async function list(broker: Broker, target: Path, same: Fields): Promise<Fields[]> {
  return (await broker.getExisting(bindingsTarget(target, same))).map(fromApi);
}
