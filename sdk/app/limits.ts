import type { Contract } from "../../model/contract";
import type { Unchecked } from "./report";

/** What nothing can tell over AMQP without changing something. */
export function limits({ stack, bindFrom, publishTo, consumeFrom }: Contract, isProbed: boolean): Unchecked[] {
  const all: Unchecked[] = [
    {
      object: "all objects",
      check: "types, arguments and bindings",
      reason: `AMQP does not show them: \`pulumi preview --refresh\` of ${stack} does`,
    },
  ];
  if (bindFrom.length > 0) {
    all.push({ object: "own queues", check: "declare and bind", reason: "only by declaring and binding one" });
  }
  if (!isProbed && publishTo.length + consumeFrom.length > 0) {
    all.push({ object: "all objects", check: "publish and consume", reason: "only with probe" });
  }
  return all;
}
