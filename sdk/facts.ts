import * as pulumi from "@pulumi/pulumi";
import type { Contract } from "../model/contract";
import type { Facts } from "../model/promise";
import type { ExchangeArgs } from "../provider/kinds/exchange";
import { exchange } from "../provider/kinds/exchange";
import { argumentsOf, type QueueArgs, queue } from "../provider/kinds/queue";
import type { Plain } from "../provider/value";
import type { AnyReference } from "./reference";

/** What the program's own resources say of exchanges and queues. */
export function factsOf(references: readonly AnyReference[]): pulumi.Output<Facts> {
  const of = <Args>({ name, schema }: { name: string; schema: object }) =>
    pulumi.output(
      references.filter(({ kind }) => kind === name).map((reference) => valuesOf<Plain<Args>>(reference, schema)),
    ) as pulumi.Output<Plain<Args>[]>;
  return pulumi
    .all([of<ExchangeArgs>(exchange), of<QueueArgs>(queue)])
    .apply(([exchanges, queues]) => ({ exchanges: exchanges.map(ofExchange), queues: queues.map(ofQueue) }));
}

function valuesOf<Args>(reference: AnyReference, schema: object): pulumi.Output<Args> {
  const outputs = reference as unknown as Readonly<Record<string, unknown>>;
  const fields = Object.keys(schema).map((field) => [field, outputs[field]]);
  return pulumi.output(Object.fromEntries(fields)) as pulumi.Output<Args>;
}

function ofExchange({ name, type, durable }: Plain<ExchangeArgs>): Contract["exchanges"][number] {
  return { name, type, durable };
}

function ofQueue(args: Plain<QueueArgs>): Contract["queues"][number] {
  const { name, type, durable } = args;
  return { name, ...(type && { type }), durable, arguments: argumentsOf(args) };
}
