import type { Contract } from "../../model/contract";
import type { Answer } from "./ask";
import { explain, tookTheProbe } from "./explain";
import { type PassiveRule, whyUnchecked } from "./passive-declare";
import { checkOf, objectOf, type Question } from "./question";
import type { Check, Finding, Unchecked } from "./report";

export type Verdict = { readonly ok: Check } | { readonly finding: Finding } | { readonly unchecked: Unchecked };

/** What an answer says about the contract. */
export function judge(
  question: Question,
  answer: Answer | undefined,
  contract: Contract,
  broker: { readonly version: string; readonly rule: PassiveRule },
): Verdict {
  const check: Check = { object: objectOf(question), check: checkOf(question) };
  if (answer === undefined) return { unchecked: { ...check, reason: "not asked, since an earlier probe got through" } };
  if (isFine(question, answer)) return { ok: check };
  if (answer === "accepted") return { finding: { ...check, ...tookTheProbe(question) } };
  if (!isProof(question, answer, broker.rule)) {
    return { unchecked: { ...check, reason: whyUnchecked(broker.version) } };
  }
  const { code } = answer;
  return { finding: { ...check, ...(code !== undefined && { code }), ...explain(question, answer, contract) } };
}

/** A probe is refused for what is wrong with it, once everything else is right. */
export function isFine({ check }: Question, answer: Answer): boolean {
  if (check === "exists") return answer === "accepted";
  const wanted = check === "publish" ? "user_id property set to" : "invalid arg 'x-priority'";
  return answer !== "accepted" && answer.code === 406 && answer.text.includes(wanted);
}

/** Whether this says that something is wrong: some versions refuse a passive declare of whatever one may not configure. */
export function isProof(question: Question, answer: Answer | undefined, rule: PassiveRule): boolean {
  if (answer === undefined || isFine(question, answer)) return false;
  return answer === "accepted" || question.check !== "exists" || answer.code !== 403 || rule !== "configure";
}
