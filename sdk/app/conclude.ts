import type { Contract } from "../../model/contract";
import type { Answered } from "./examine";
import { judge } from "./judge";
import type { PassiveRule } from "./passive-declare";
import { objectOf } from "./question";
import type { Finding, Report, Unchecked } from "./report";

/** The findings and the report that follow from all answers. */
export function conclude(
  answered: Answered,
  contract: Contract,
  broker: { readonly version: string; readonly rule: PassiveRule },
  isProbed: boolean,
): { readonly findings: readonly Finding[]; readonly report: Report } {
  const probed = new Set(answered.filter(([{ check }]) => check !== "exists").map(([question]) => objectOf(question)));
  const verdicts = answered
    .map(([question, answer]) => ({ question, verdict: judge(question, answer, contract, broker) }))
    // A probe also proves that the object exists, so its unchecked existence is left out.
    .filter(
      ({ question, verdict }) =>
        !("unchecked" in verdict && question.check === "exists" && probed.has(objectOf(question))),
    )
    .map(({ verdict }) => verdict);
  return {
    findings: verdicts.flatMap((verdict) => ("finding" in verdict ? verdict.finding : [])),
    report: {
      checked: verdicts.flatMap((verdict) => ("ok" in verdict ? verdict.ok : [])),
      unchecked: [
        ...verdicts.flatMap((verdict) => ("unchecked" in verdict ? verdict.unchecked : [])),
        ...limits(contract, isProbed),
      ],
    },
  };
}

/** The parts of a contract that AMQP cannot show without a change on the broker, or without the option `probe`. */
function limits({ stack, bindFrom, publishTo, consumeFrom }: Contract, isProbed: boolean): Unchecked[] {
  const all: Unchecked[] = [
    {
      object: "all objects",
      check: "types, arguments and bindings",
      reason: `AMQP does not show them; \`pulumi preview --refresh\` of ${stack} does`,
    },
  ];
  if (bindFrom.length > 0) {
    all.push({ object: "own queues", check: "declare and bind", reason: "the check would have to declare a queue" });
  }
  if (!isProbed && publishTo.length + consumeFrom.length > 0) {
    all.push({ object: "all objects", check: "publish and consume", reason: "needs the option probe" });
  }
  return all;
}
