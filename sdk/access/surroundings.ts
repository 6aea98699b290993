import * as pulumi from "@pulumi/pulumi";
import type { Contract } from "../../model/contract";
import type { Fields } from "../../model/object";
import type { Thing } from "../../model/operation";
import { type Facts, promisesOf } from "../../model/promise";
import type { Roles } from "../../model/roles";
import type { Plain } from "../../model/value";
import type { Kind } from "../../provider/kind";
import { type ExchangeArgs, exchange } from "../../provider/kinds/exchange";
import { argumentsOf, type QueueArgs, queue } from "../../provider/kinds/queue";
import { type SuperStreamArgs, superStream } from "../../provider/kinds/super-stream";
import { partsOf } from "../../provider/kinds/super-stream-parts";
import type { Broker } from "../program/broker";
import { declaredIn, type Named } from "../program/declared";
import { type AnyReference, argumentsGiven } from "../program/reference";
import { registered, valuesOf } from "./values";

/** Exchanges by name, each with its type. */
export type Types = readonly (readonly [name: string, type: string | undefined])[];

/** The types of the exchanges among the references. */
export function typesOf(references: readonly AnyReference[]): pulumi.Output<Types> {
  const exchanges = references.filter(({ kind }) => kind === "Exchange");
  const each = exchanges.map((exchange) => [exchange.name, typeOf(exchange)] as const);
  return pulumi.output(each) as unknown as pulumi.Output<Types>;
}

function typeOf(exchange: AnyReference): unknown {
  const { type } = exchange as unknown as Readonly<Record<string, unknown>>;
  return registered(type, argumentsGiven(exchange)["type"]);
}

/** The exchanges and queues that the program declares in a vhost, also those that the application does not name. */
export function surroundingsIn(
  vhost: string,
  broker: Broker,
  types: Types,
): { others: Thing[]; types: Map<string, string> } {
  const declared = declaredIn(vhost, broker);
  const exchanges = declared.filter(({ reference }) => reference.kind === "Exchange");
  const queues = declared.filter(({ reference }) => reference.kind === "Queue");
  const superStreams = declared
    .filter(({ reference }) => reference.kind === "SuperStream")
    .map(({ name, reference }) => ({ name, streams: streamsOf({ ...argumentsGiven(reference), name }) }));
  const written = exchanges.map(({ name, reference }) => [name, argumentsGiven(reference)["type"]] as const);
  const direct = superStreams.map(({ name }) => [name, "direct"] as const);
  const known = [...written, ...direct, ...types].filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return {
    others: [
      ...exchanges.map(({ name }) => ({ type: "exchange" as const, name })),
      ...queues.map(({ name }) => ({ type: "queue" as const, name })),
      ...superStreams.flatMap(({ name, streams }) => [
        { type: "exchange" as const, name },
        ...streams.map((name) => ({ type: "queue" as const, name })),
      ]),
    ],
    types: new Map(known),
  };
}

/** The program's references for the exchanges and queues of the roles, also for those that a role gives by name only. */
export function resourcesNamed(
  roles: Plain<Roles>,
  vhost: string,
  broker: Broker,
  given: readonly AnyReference[],
): AnyReference[] {
  const { exchanges, queues } = promisesOf(roles, { exchanges: [], queues: [] });
  const has = (things: readonly { name: string }[], name: string) => things.some((thing) => thing.name === name);
  const isNamed = ({ name, reference }: Named) => {
    if (reference.kind === "Exchange") return has(exchanges, name);
    if (reference.kind === "Queue") return has(queues, name);
    if (reference.kind !== "SuperStream") return false;
    const streams = streamsOf({ ...argumentsGiven(reference), name });
    return has(exchanges, name) || streams.some((stream) => has(queues, stream));
  };
  const found = declaredIn(vhost, broker).filter(isNamed);
  return [...new Set([...given, ...found.map(({ reference }) => reference)])];
}

/** Type, durability and arguments of exchanges and queues, from the program's resources. */
export function factsOf(references: readonly AnyReference[]): pulumi.Output<Facts> {
  const of = <Args>(kind: Kind<Args>) =>
    pulumi.output(
      references
        .filter((reference) => reference.kind === kind.name)
        .map((reference) => valuesOf<Args>(kind, reference)),
    ) as pulumi.Output<Plain<Args>[]>;
  return pulumi
    .all([of<ExchangeArgs>(exchange), of<QueueArgs>(queue), of<SuperStreamArgs>(superStream)])
    .apply(([exchanges, queues, superStreams]) => {
      const parts = superStreams.map((args) => partsOf(args as Fields));
      const streams = parts.flatMap(({ partitions }) => partitions.map(({ stream }) => stream.args));
      return {
        exchanges: [...exchanges, ...parts.map(({ exchange }) => exchange.args as Plain<ExchangeArgs>)].map(ofExchange),
        queues: [...queues, ...(streams as Plain<QueueArgs>[])].map(ofQueue),
      };
    });
}

/** The names of a super stream's partitions, if the program knows them. */
function streamsOf(superStream: Fields): string[] {
  return partsOf(superStream).partitions.map(({ stream }) => String(stream.args["name"]));
}

function ofExchange({ name, type, durable }: Plain<ExchangeArgs>): Contract["exchanges"][number] {
  return { name, type, durable };
}

function ofQueue(args: Plain<QueueArgs>): Contract["queues"][number] {
  const { name, type, durable } = args;
  return { name, ...(type && { type }), durable, arguments: argumentsOf(args) };
}
