import type { Contract } from "../../model/contract";
import type { Refusal } from "./ask";
import { appAccessLine, grantFor } from "./grant";
import { quoted } from "./precheck";
import { objectOf, type Question } from "./question";
import type { Finding } from "./report";

/** Problem and remedy for a probe that the broker did not refuse. */
export function acceptedProbe({ check }: Question): Pick<Finding, "problem" | "remedy"> {
  if (check === "publish") {
    return {
      problem:
        "the broker accepted the probe, a message with the body topology-probe: the user has the tag impersonator",
      remedy: "remove the tag impersonator from the user, or verify without probe; no further message was sent",
    };
  }
  return {
    problem: "the broker accepted the probe, so a consumer existed for a moment",
    remedy: "verify without probe",
  };
}

/** Problem, remedy and missing permission for a refusal. */
export function explain(
  question: Question,
  refusal: Refusal,
  contract: Contract,
): Pick<Finding, "problem" | "remedy" | "grant"> {
  const { code, text } = refusal;
  const object = objectOf(question);
  if (code === 404)
    return { problem: `missing${otherVHost(question, text, contract)}`, remedy: declaredBy(question, contract) };
  if (code === 405) {
    return {
      problem: "exclusive to another connection",
      remedy: `close the connection that declared the ${object} exclusive, or have the platform declare it`,
    };
  }
  if (code !== 403) return { problem: `the broker reports: ${text}`, remedy: `ask the owner of the ${object}` };
  if (text.includes("cannot publish to internal exchange")) {
    return {
      problem: "internal, so no client can publish to it",
      remedy: `publish to another exchange, or have the ${object} declared without internal`,
    };
  }
  if (text.includes("in exclusive use")) {
    return {
      problem: "another consumer uses it exclusively",
      remedy: `stop the consumer that uses the ${object} exclusively`,
    };
  }
  const grant = grantFor(contract, question);
  return {
    problem: `${notGranted(question, text)}${otherUser(text, contract)}`,
    remedy: appAccessLine(contract, [grant]),
    grant,
  };
}

function notGranted({ check }: Question, text: string): string {
  if (check === "exists") return "no permission on it";
  return text.includes("access to topic '") ? `no topic permission to ${check}` : `no permission to ${check}`;
}

function declaredBy({ kind, name }: Question, { application, exchanges, queues, stack }: Contract): string {
  const known = (kind === "exchange" ? exchanges : queues).find((each) => each.name === name);
  if (known?.durable === undefined) {
    const object = objectOf({ kind, name });
    return `declare the ${object} in ${stack} or another stack (AppAccess ${JSON.stringify(application)} knows only its name); if a stack declares it already, run \`pulumi up --refresh\` there`;
  }
  return `run \`pulumi up --refresh\` of ${stack}: it declares what is missing`;
}

/** The vhost in the broker's text, if it is not the contract's. */
function otherVHost({ kind, name }: Question, text: string, { vhost }: Contract): string {
  const before = `NOT_FOUND - no ${kind} '${name}' in vhost '`;
  if (!text.startsWith(before) || !text.endsWith("'")) return "";
  const found = text.slice(before.length, -1);
  if (found === vhost) return "";
  return `: the connection is in the vhost ${JSON.stringify(found)}, the contract is for ${JSON.stringify(vhost)}`;
}

/** The user in the broker's text, if it is none of the contract's. */
function otherUser(text: string, { usernames }: Contract): string {
  const [, found] = text.match(/^.* refused for user '(.*)'$/s) ?? [];
  if (found === undefined || usernames.includes(found)) return "";
  return ` for the user ${JSON.stringify(found)}: the contract is for ${quoted(usernames)}`;
}
