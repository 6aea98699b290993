import * as pulumi from "@pulumi/pulumi";
import { type HugeInteger, isHuge } from "../model/integer";

/**
 * An integer beyond ±9007199254740991 (2^53 - 1), which a JavaScript number would round, such as
 * `integer("9007199254740993")`: for an argument of a queue, an exchange or a binding, or a key of a policy, that exists with
 * such a value. In JSON data it is `{ "$integer": "9007199254740993" }`.
 * @throws RunError if the text is not the digits of such an integer
 */
export function integer(digits: string): pulumi.Input<number> {
  if (!isHuge(digits)) {
    throw new pulumi.RunError(
      `integer(${JSON.stringify(digits)}): must be the digits of an integer beyond ±9007199254740991`,
    );
  }
  const huge: HugeInteger = { $integer: digits };
  return huge as unknown as pulumi.Input<number>;
}
