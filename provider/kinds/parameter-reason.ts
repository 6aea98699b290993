import type { Fields } from "../../model/object";
import type { Kind } from "../kind";
import { BrokerError } from "../management/errors";
import { Secrets } from "../secrets";

/** The plugins that have parameters of a component. */
const plugins: Readonly<Record<string, string>> = {
  shovel: "rabbitmq_shovel",
  "federation-upstream": "rabbitmq_federation",
  "federation-upstream-set": "rabbitmq_federation",
};

/**
 * The kind, whose errors name the missing plugin and never contain a secret: the broker quotes the value of a parameter that
 * it refuses, URIs with their passwords included.
 */
export function explained<Args>(kind: Kind<Args>, componentOf: (args: Fields) => string): Kind<Args> {
  return {
    ...kind,
    declare: (broker, args, found) =>
      kind.declare(broker, args, found).catch((error: unknown) => {
        if (!(error instanceof BrokerError)) throw error;
        const given = args as Fields;
        if (isUnknownComponent(error)) throw new BrokerError(`${missing(componentOf(given))} (400)`, error.status, "");
        if (isFailure(error)) throw new BrokerError(failed, error.status, "");
        const secrets = kind.secrets.map((field) => given[field]);
        const reason = withoutQuotes(error.reason, secrets);
        const line = error.message.replace(error.reason, () => reason);
        throw new BrokerError(line, error.status, reason);
      }),
  };
}

function isUnknownComponent({ status, reason }: BrokerError): boolean {
  return status === 400 && /\bcomponent .+ not found$/.test(reason);
}

const failed = "the broker fails on this value and gives no reason: compare it with what the component accepts (500)";

function isFailure({ status, reason, message }: BrokerError): boolean {
  return status === 500 && reason === "" && message.includes("refused without a reason");
}

function missing(component: string): string {
  const plugin = plugins[component];
  return plugin === undefined
    ? `no plugin that is enabled on the broker has parameters of the component "${component}"`
    : `the broker's plugin ${plugin} is not enabled: run \`rabbitmq-plugins enable ${plugin}\` on each of its nodes`;
}

/** The broker's reason without what it quotes of these values. */
export function withoutQuotes(reason: string, values: readonly unknown[]): string {
  const secrets = new Secrets();
  secrets.add(values.flatMap((value) => textsWithin(value)).flatMap(quotesOf));
  return secrets
    .hiddenIn(reason)
    .replace(/(not a valid URI): \{*(\w*).*$/s, "$1 ($2)")
    .replace(/\w+:\/\/[^\s"'<>]*/g, "[secret]")
    .replace(/(<<|\[)\s*\d+(?:\s*,\s*\d+)+\s*(>>|\])/g, "$1[secret]$2");
}

/** The texts in a value, also its keys, except the outermost: these are the names that the component knows. */
function textsWithin(value: unknown, isInner = false): string[] {
  if (typeof value === "string" || typeof value === "number") return [String(value)];
  if (Array.isArray(value)) return value.flatMap((inner) => textsWithin(inner, isInner));
  if (typeof value !== "object" || value === null) return [];
  return [...(isInner ? Object.keys(value) : []), ...Object.values(value).flatMap((inner) => textsWithin(inner, true))];
}

/** The text, and a URI's password, in the spellings that the broker may use. */
function quotesOf(text: string): string[] {
  const password = /\/\/[^:@/]*:(.*)@/s.exec(text)?.[1] ?? "";
  return [text, decoded(text), password, decoded(password)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
