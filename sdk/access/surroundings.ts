import * as pulumi from "@pulumi/pulumi";
import type { Contract } from "../../model/contract";
import type { Thing } from "../../model/operation";
import { type Facts, promisesOf } from "../../model/promise";
import type { Roles } from "../../model/roles";
import type { Plain } from "../../model/value";
import type { Kind } from "../../provider/kind";
import { type ExchangeArgs, exchange } from "../../provider/kinds/exchange";
import { argumentsOf, type QueueArgs, queue } from "../../provider/kinds/queue";
import { validate } from "../../provider/validate";
import type { Broker } from "../program/broker";
import { declaredIn, type Named } from "../program/declared";
import { type AnyReference, argumentsGiven, fromReferences } from "../program/reference";

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
  const written = exchanges.map(({ name, reference }) => [name, argumentsGiven(reference)["type"]] as const);
  const known = [...written, ...types].filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return {
    others: [
      ...exchanges.map(({ name }) => ({ type: "exchange" as const, name })),
      ...queues.map(({ name }) => ({ type: "queue" as const, name })),
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
  const isNamed = ({ name, reference: { kind } }: Named) =>
    (kind === "Exchange" ? exchanges : kind === "Queue" ? queues : []).some((thing) => thing.name === name);
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
    .all([of<ExchangeArgs>(exchange), of<QueueArgs>(queue)])
    .apply(([exchanges, queues]) => ({ exchanges: exchanges.map(ofExchange), queues: queues.map(ofQueue) }));
}

/**
 * The arguments as the engine got them: the outputs of those that the program gives, since transforms may have changed
 * them. Outputs of other arguments are unknown in a preview. A resource made by `.get()` has no arguments, so all outputs
 * are used.
 */
function valuesOf<Args>(kind: Kind<Args>, reference: AnyReference): pulumi.Output<Plain<Args>> {
  const given = fromReferences(argumentsGiven(reference));
  const outputs = reference as unknown as Readonly<Record<string, unknown>>;
  const isGiven = "name" in given;
  const fields = isGiven ? Object.keys(given) : Object.keys(kind.schema);
  const values = Object.fromEntries(fields.map((field) => [field, registered(outputs[field], given[field])]));
  return pulumi.output(values).apply((args) => validate(kind, args).inputs) as pulumi.Output<Plain<Args>>;
}

/** The output of a resource's argument; what the program gave for it if there is no such output, as for a topology's part. */
function registered(output: unknown, given: unknown): pulumi.Output<unknown> {
  return pulumi.all([output, given]).apply(([output, given]) => output ?? given);
}

function ofExchange({ name, type, durable }: Plain<ExchangeArgs>): Contract["exchanges"][number] {
  return { name, type, durable };
}

function ofQueue(args: Plain<QueueArgs>): Contract["queues"][number] {
  const { name, type, durable } = args;
  return { name, ...(type && { type }), durable, arguments: argumentsOf(args) };
}
