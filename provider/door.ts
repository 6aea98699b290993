import type { dynamic } from "@pulumi/pulumi";
import type { Fields } from "../model/object";
import { split } from "./options";
import { Secrets } from "./secrets";

type Verb = (...given: never[]) => Promise<unknown>;

/**
 * Makes everything that leaves a provider convertible: Pulumi's conversion throws at an `undefined` within a list, and
 * inside its own error path no answer would ever reach the engine. Hides the program's secrets in reasons and errors, and
 * makes each one line. `during` runs around each call.
 */
export function withDoor(
  provider: dynamic.ResourceProvider,
  during: <T>(call: () => Promise<T>) => Promise<T> = (call) => call(),
  secrets = new Secrets(),
): dynamic.ResourceProvider {
  const verbs = Object.entries(provider as unknown as Record<string, Verb>).map(([name, verb]): [string, Verb] => [
    name,
    name === "configure"
      ? verb
      : (...given) => {
          secrets.add(given.filter(isFields).flatMap((properties) => split(properties).secrets));
          return during(() => leaving(() => verb(...given), secrets));
        },
  ]);
  return Object.fromEntries(verbs) as unknown as dynamic.ResourceProvider;
}

/** What of an answer or of an error's properties Pulumi prints. */
interface Printed {
  readonly failures?: readonly { readonly reason: string }[];
  readonly reasons?: readonly string[];
}

async function leaving(call: () => Promise<unknown>, secrets: Secrets): Promise<unknown> {
  const shown = (line: string) => onOneLine(secrets.hiddenIn(line));
  try {
    const answer = convertible(await call()) as Printed | undefined;
    const failures = answer?.failures?.map((failure) => ({ ...failure, reason: shown(failure.reason) }));
    return failures ? { ...answer, failures } : answer;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { reasons } = error as Printed;
    error.message = shown(error.message);
    if (error.stack) error.stack = secrets.hiddenIn(error.stack);
    if ("properties" in error) error.properties = convertible(error.properties);
    throw reasons ? Object.assign(error, { reasons: reasons.map(shown) }) : error;
  }
}

/** A name may contain control characters, which would break the line or change the terminal. */
export function onOneLine(line: string): string {
  return line.replace(/[\p{Cc}\u2028\u2029]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}

/** The value without what a protobuf struct cannot contain. */
function convertible(value: unknown): unknown {
  if (value === undefined || typeof value === "function" || typeof value === "symbol") return null;
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return value.map(convertible);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.map(([key, inner]) => [key, convertible(inner)]));
}
