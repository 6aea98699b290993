/**
 * An integer beyond ±2^53, which JavaScript's numbers and Pulumi's wire would round: its digits as text, under a key that no
 * other value has.
 */
export interface HugeInteger {
  readonly $integer: string;
}

export const hugeKey = "$integer";

/** Whether a value is meant as such an integer. */
export function isMarked(value: unknown): value is HugeInteger {
  return typeof value === "object" && value !== null && hugeKey in value && Object.keys(value).length === 1;
}

/** Whether the text is the digits of an integer that a JavaScript number would round. */
export function isHuge(text: unknown): text is string {
  return typeof text === "string" && /^-?[1-9]\d*$/.test(text) && !Number.isSafeInteger(Number(text));
}
