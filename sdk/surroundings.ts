import * as pulumi from "@pulumi/pulumi";
import type { Thing } from "../model/operation";
import { promisesOf } from "../model/promise";
import type { Roles } from "../model/roles";
import type { Plain } from "../provider/value";
import { declaredIn, type Named } from "./declared";
import { type AnyReference, argumentsGiven } from "./reference";

/** Types of exchanges, by name. */
export type Types = readonly (readonly [name: string, type: string | undefined])[];

/** The types of the exchanges among these. */
export function typesOf(references: readonly AnyReference[]): pulumi.Output<Types> {
  const exchanges = references.filter(({ kind }) => kind === "Exchange");
  const each = exchanges.map((exchange) => [exchange.name, argumentsGiven(exchange)["type"]] as const);
  return pulumi.output(each) as unknown as pulumi.Output<Types>;
}

/** What the program declares in a vhost beside what an application names. */
export function surroundingsIn(vhost: string, types: Types): { others: Thing[]; types: Map<string, string> } {
  const declared = declaredIn(vhost);
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

/** The program's references for what the roles name, be it by name only. */
export function resourcesNamed(roles: Plain<Roles>, vhost: string, given: readonly AnyReference[]): AnyReference[] {
  const { exchanges, queues } = promisesOf(roles, { exchanges: [], queues: [] });
  const isNamed = ({ name, reference: { kind } }: Named) =>
    (kind === "Exchange" ? exchanges : kind === "Queue" ? queues : []).some((thing) => thing.name === name);
  const found = declaredIn(vhost).filter(isNamed);
  return [...new Set([...given, ...found.map(({ reference }) => reference)])];
}
