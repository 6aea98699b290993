import type { Contract } from "../../model/contract";
import type { Answer } from "./ask";
import { acceptedProbe, explain } from "./explain";
import { type PassiveRule, whyUnchecked } from "./passive-declare";
import { checkOf, objectOf, type Question } from "./question";
import type { Check, Finding, Unchecked } from "./report";

export type Verdict = { readonly ok: Check } | { readonly finding: Finding } | { readonly unchecked: Unchecked };

/** The verdict on one part of the contract that follows from an answer. */
export function judge(
  question: Question,
  answer: Answer | undefined,
  contract: Contract,
  broker: { readonly version: string; readonly rule: PassiveRule },
): Verdict {
  const check: Check = { object: objectOf(question), check: checkOf(question) };
  if (answer === undefined) return { unchecked: { ...check, reason: "the broker accepted an earlier probe" } };
  if (isPassed(question, answer)) return { ok: check };
  if (answer === "accepted") return { finding: { ...check, ...acceptedProbe(question) } };
  if (!provesProblem(question, answer, broker.rule)) {
    return { unchecked: { ...check, reason: whyUnchecked(broker.version) } };
  }
  const { code } = answer;
  return { finding: { ...check, ...(code !== undefined && { code }), ...explain(question, answer, contract) } };
}

/** Whether the answer proves the right: a check is accepted; a probe is refused for its invalid part, which the broker checks last. */
export function isPassed({ check }: Question, answer: Answer): boolean {
  if (check === "exists") return answer === "accepted";
  const wanted = check === "publish" ? "user_id property set to" : "invalid arg 'x-priority'";
  return answer !== "accepted" && answer.code === 406 && answer.text.includes(wanted);
}

/** Whether the answer proves a problem. Where passive declares need `configure`, a 403 to one proves nothing. */
export function provesProblem(question: Question, answer: Answer | undefined, rule: PassiveRule): boolean {
  if (answer === undefined || isPassed(question, answer)) return false;
  return answer === "accepted" || question.check !== "exists" || answer.code !== 403 || rule !== "configure";
}
