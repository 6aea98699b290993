import { setTimeout as sleep } from "node:timers/promises";
import type { Fields } from "../../model/object";
import type { Address } from "../address";
import type { Broker } from "../broker";
import { enumerate } from "../enumerate";
import { keyOf } from "../id";
import type { Kind, Removal, RemovalOptions } from "../kind";
import { BrokerError, RefusedError } from "../management/errors";
import { type Path, path } from "../management/path";
import type { Place } from "../management/shared-list";
import { binding } from "./binding";
import { bindingsOf } from "./bindings-of";

/** Bindings of the same program may be deleted at the same moment: this is the time without progress that proves otherwise. */
const patienceMilliseconds = 3_000;
/** The same while a queue that a binding leads to is deleted: its guard may wait for 20 s. */
const queuePatienceMilliseconds = 25_000;
const intervalMilliseconds = 300;

/** Refuses the deletion of an exchange as long as a binding from it or to it exists, unless forced. */
export async function removalOfExchange(
  broker: Broker,
  exchange: Address,
  options: RemovalOptions,
  place: Place,
): Promise<Removal> {
  const target = path`exchanges/${exchange.vhost}/${exchange.name}`;
  const remove = () => broker.delete(target, place);
  if (options.force) return remove;
  if (!options.exists && !(await broker.shared(place))) return async () => {};
  refuseBound(await staying(broker, exchange, options));
  // The bindings that a replacement restores exist still.
  if (options.restores) return remove;
  return async () => {
    try {
      await broker.delete(`${target}?if-unused=true` as Path, place);
    } catch (error) {
      if (error instanceof BrokerError && error.reason.endsWith("in use"))
        refuseBound(await bindingsOf(broker, exchange));
      throw error;
    }
  };
}

/** The bindings that neither this run deletes nor a replacement restores. */
async function staying(
  broker: Broker,
  exchange: Address,
  { goes, leaves, restores = [] }: RemovalOptions,
): Promise<Fields[]> {
  const restored = new Set(restores.map(({ args }) => keyOf({ kind: binding, args })));
  const read = async () =>
    (await bindingsOf(broker, exchange)).filter(
      (args) => !restored.has(keyOf({ kind: binding, args })) && !goes?.({ kind: binding, args }),
    );
  const isWithQueue = (args: Fields) => (binding as Kind).goesWith?.(args).some((host) => leaves?.(host)) ?? false;
  let bound = await read();
  let waited = 0;
  const patience = () => (bound.some(isWithQueue) ? queuePatienceMilliseconds : patienceMilliseconds);
  while (bound.length > 0 && waited < patience()) {
    await sleep(intervalMilliseconds);
    const now = await read();
    waited = now.length < bound.length ? 0 : waited + intervalMilliseconds;
    bound = now;
  }
  return bound;
}

function refuseBound(bindings: readonly Fields[]): void {
  if (bindings.length === 0) return;
  throw new RefusedError(
    `not deleted: other stacks or applications still use it: ${enumerate(bindings.map(title))}. Nothing was lost. Delete them first, or set forceDestroy: true and run \`pulumi up\` to delete the exchange with its bindings`,
  );
}

function title({ source, destinationType, destination, routingKey }: Fields): string {
  const key = routingKey === "" ? "" : ` with key ${JSON.stringify(routingKey)}`;
  return `the binding of ${destinationType} ${JSON.stringify(destination)} to exchange ${JSON.stringify(source)}${key}`;
}
