import type { Contract } from "./contract";
import type { Operation, Thing } from "./operation";
import { operationsOf } from "./role-table";
import type { Roles } from "./roles";
import type { Plain } from "./value";

/** The known properties of the exchanges and queues that the program declares. */
export interface Facts {
  readonly exchanges: readonly Contract["exchanges"][number][];
  readonly queues: readonly Contract["queues"][number][];
}

type Promised = Pick<Contract, "exchanges" | "queues" | "publishTo" | "consumeFrom" | "bindFrom">;

/** The part of a contract that follows from the roles: the objects that the application need not and cannot declare. */
export function promisesOf(roles: Plain<Roles>, facts: Facts): Promised {
  const operations = operationsOf(roles).map(({ operation }) => operation);
  const owned = operations
    .filter(({ verb }) => verb === "declareQueue" || verb === "declareExchange")
    .map(({ target }) => target);
  const isPromised = (thing: Thing) =>
    !thing.isPrefix && !owned.some(({ type, name }) => type === thing.type && name === thing.name);
  const promised = operations.filter(({ target }) => isPromised(target));
  const things = operations.flatMap(({ target, other }) => (other ? [target, other] : [target])).filter(isPromised);
  return {
    exchanges: named(things, "exchange").map((name) => ({ name, ...factOf(facts.exchanges, name) })),
    queues: named(things, "queue").map((name) => ({ name, ...factOf(facts.queues, name) })),
    publishTo: byExchange(promised.filter(({ verb }) => verb === "publish").map(use)).map(([exchange, keys]) => ({
      exchange,
      ...(keys && { routingKeys: keys }),
    })),
    consumeFrom: named(
      promised.filter(({ verb }) => verb === "consume").map(({ target }) => target),
      "queue",
    ),
    bindFrom: byExchange(
      operations.filter(({ verb, other }) => verb.startsWith("bind") && other && isPromised(other)).map(use),
    ).map(([exchange, keys]) => ({
      exchange,
      ...(keys && { bindingKeys: keys }),
    })),
  };
}

function named(things: readonly Thing[], type: Thing["type"]): string[] {
  const names = things.filter((thing) => thing.type === type && thing.name !== "").map(({ name }) => name);
  return [...new Set(names)].sort();
}

function factOf<Fact extends { name: string }>(facts: readonly Fact[], name: string): Fact | undefined {
  return facts.find((fact) => fact.name === name);
}

interface Use {
  readonly exchange: string;
  readonly keys: readonly string[] | undefined;
}

function use({ target, other, keys }: Operation): Use {
  return { exchange: (other ?? target).name, keys };
}

/** The keys of each exchange; `undefined` means any key, if one of its uses allows any key. */
function byExchange(uses: readonly Use[]): [exchange: string, keys: string[] | undefined][] {
  const exchanges = [...new Set(uses.map(({ exchange }) => exchange))].sort();
  return exchanges.map((exchange) => {
    const here = uses.filter((use) => use.exchange === exchange);
    if (here.some(({ keys }) => keys === undefined)) return [exchange, undefined];
    return [exchange, [...new Set(here.flatMap(({ keys }) => keys ?? []))].sort()];
  });
}
