import type { Fields } from "../../model/object";
import { omit } from "../fields";
import { sections } from "./section";
import { textOf } from "./text";

/**
 * Two states of a topology without the sections whose texts are equal: nothing changes in these, and thousands of objects
 * need not be parsed for that.
 */
export function unequal(before: Fields, after: Fields): [before: Fields, after: Fields] {
  if (before["vhost"] !== after["vhost"]) return [before, after];
  const equal = sections.map(({ name }) => name).filter((name) => isEqual(before[name], after[name]));
  return [omit(before, equal), omit(after, equal)];
}

function isEqual(before: unknown, after: unknown): boolean {
  const text = textOf(before);
  return text !== undefined && text === textOf(after);
}
