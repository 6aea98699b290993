import * as pulumi from "@pulumi/pulumi";
import type { Contract } from "../model/contract";
import type { Facts } from "../model/promise";
import type { Kind } from "../provider/kind";
import { type ExchangeArgs, exchange } from "../provider/kinds/exchange";
import { argumentsOf, type QueueArgs, queue } from "../provider/kinds/queue";
import { validate } from "../provider/validate";
import type { Plain } from "../provider/value";
import { type AnyReference, argumentsGiven, fromReferences } from "./reference";

/** What the program's own resources say of exchanges and queues. */
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

/** As written in the program, since outputs that nobody gave are unknown in a preview; of what is only read, as read. */
function valuesOf<Args>(kind: Kind<Args>, reference: AnyReference): pulumi.Output<Plain<Args>> {
  const given = fromReferences(argumentsGiven(reference));
  const outputs = reference as unknown as Readonly<Record<string, unknown>>;
  const read = Object.keys(kind.schema).map((field) => [field, outputs[field]]);
  const values = "name" in given ? given : Object.fromEntries(read);
  return pulumi.output(values).apply((args) => validate(kind, args).inputs) as pulumi.Output<Plain<Args>>;
}

function ofExchange({ name, type, durable }: Plain<ExchangeArgs>): Contract["exchanges"][number] {
  return { name, type, durable };
}

function ofQueue(args: Plain<QueueArgs>): Contract["queues"][number] {
  const { name, type, durable } = args;
  return { name, ...(type && { type }), durable, arguments: argumentsOf(args) };
}
