import type { BrokerObject } from "../model/object";
import { takeOverProblem } from "./adopt";
import { describe, knownDifferences } from "./compare";
import type { Settled } from "./doubts";
import type { Inquiry } from "./inquiry";
import type { Kind } from "./kind";
import { optionProblems } from "./object-options";
import type { Options } from "./options";

/** What a preview says of a new object that exists with other properties, where the program takes such objects over. */
export interface Foreseen {
  /** What changes. */
  readonly change?: string;
  /** Why it cannot be taken over. */
  readonly problem?: string;
}

/** Asks the broker only if the object is to be taken over. */
export async function foresee(
  inquiry: Inquiry,
  object: BrokerObject<Kind>,
  onExisting: Options["onExisting"] = inquiry.onExisting,
): Promise<Foreseen> {
  if (onExisting !== "takeOver") return {};
  const found = await inquiry.findOther(object);
  const differing = found ? knownDifferences(object, found) : [];
  if (differing.length === 0) return {};
  const problem = takeOverProblem(object.kind, differing);
  return problem === undefined ? { change: describe(object.kind, differing) } : { problem };
}

/** The same for a resource of its own, with what is wrong with its options. */
export async function foreseen(
  inquiry: Inquiry,
  object: BrokerObject<Kind>,
  { onExisting }: Options,
  isNew: boolean,
): Promise<Settled> {
  const [wrong] = optionProblems({ onExisting });
  if (wrong !== undefined) return { failures: [{ property: "", reason: wrong }], warnings: [] };
  const { change, problem } = isNew ? await foresee(inquiry, object, onExisting) : {};
  return {
    failures: problem === undefined ? [] : [{ property: "", reason: problem }],
    warnings: change === undefined ? [] : [`exists with other properties, up takes it over: ${change}`],
  };
}
