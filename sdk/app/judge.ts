import type { Contract } from "../../model/contract";
import type { Answer, Refusal } from "./answer";
import { appAccessLine, grantFor } from "./grant";
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

function tookTheProbe({ check }: Question): Pick<Finding, "problem" | "remedy"> {
  if (check === "publish") {
    return {
      problem: "the broker took the probe, a message with the body topology-probe, since the user is an impersonator",
      remedy: "take the tag impersonator from the user, or verify without probe; no further message was sent",
    };
  }
  return {
    problem: "the broker took the probe, and a consumer was there for a moment",
    remedy: "verify without probe",
  };
}

function explain(
  question: Question,
  refusal: Refusal,
  contract: Contract,
): Pick<Finding, "problem" | "remedy" | "grant"> {
  const { code, text } = refusal;
  const object = objectOf(question);
  if (code === 404)
    return { problem: `missing${elsewhere(question, text, contract)}`, remedy: declaredBy(question, contract) };
  if (code === 405) {
    return {
      problem: "exclusive to another connection",
      remedy: `close the connection that declared the ${object} exclusive, or have the platform declare it`,
    };
  }
  if (code !== 403) return { problem: `the broker says: ${text}`, remedy: `ask who declares the ${object}` };
  if (text.includes("cannot publish to internal exchange")) {
    return {
      problem: "internal, so nothing can be published to it",
      remedy: `publish elsewhere, or have the ${object} declared without internal`,
    };
  }
  if (text.includes("in exclusive use")) {
    return {
      problem: "another consumer has it for itself",
      remedy: `stop the consumer that uses the ${object} exclusively`,
    };
  }
  const grant = grantFor(contract, question);
  return {
    problem: `${notGranted(question, text)}${asUser(text, contract)}`,
    remedy: appAccessLine(contract, [grant]),
    grant,
  };
}

function notGranted({ check }: Question, text: string): string {
  if (check === "exists") return "no permission on it";
  return text.includes("access to topic '") ? `no topic permission to ${check}` : `no permission to ${check}`;
}

function declaredBy({ kind, name }: Question, { exchanges, queues, stack }: Contract): string {
  const known = (kind === "exchange" ? exchanges : queues).find((each) => each.name === name);
  if (known?.type === undefined)
    return `have the ${objectOf({ kind, name })} declared: by another stack than ${stack}, as it seems`;
  return `run \`pulumi up --refresh\` of ${stack}: it declares what is missing`;
}

/** The vhost that the broker names, where it is not the contract's. */
function elsewhere({ kind, name }: Question, text: string, { vhost }: Contract): string {
  const before = `NOT_FOUND - no ${kind} '${name}' in vhost '`;
  if (!text.startsWith(before) || !text.endsWith("'")) return "";
  const found = text.slice(before.length, -1);
  if (found === vhost) return "";
  return `: the connection is in the vhost ${JSON.stringify(found)}, the contract is for ${JSON.stringify(vhost)}`;
}

/** The user that the broker names, where it is none of the contract's. */
function asUser(text: string, { usernames }: Contract): string {
  const [, found] = text.match(/^.* refused for user '(.*)'$/s) ?? [];
  if (found === undefined || usernames.includes(found)) return "";
  return ` for the user ${JSON.stringify(found)}: the contract is for ${usernames.map((each) => JSON.stringify(each)).join(" or ")}`;
}
