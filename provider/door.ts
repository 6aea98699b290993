import type { dynamic } from "@pulumi/pulumi";

type Verb = (...given: never[]) => Promise<unknown>;

/**
 * Makes everything that leaves a provider convertible: Pulumi's conversion throws at an `undefined` within a list, and
 * inside its own error path no answer would ever reach the engine. `during` runs around each call.
 */
export function withDoor(
  provider: dynamic.ResourceProvider,
  during: <T>(call: () => Promise<T>) => Promise<T> = (call) => call(),
): dynamic.ResourceProvider {
  const verbs = Object.entries(provider as unknown as Record<string, Verb>).map(([name, verb]): [string, Verb] => [
    name,
    name === "configure" ? verb : (...given) => during(() => leaving(() => verb(...given))),
  ]);
  return Object.fromEntries(verbs) as unknown as dynamic.ResourceProvider;
}

async function leaving(call: () => Promise<unknown>): Promise<unknown> {
  try {
    return convertible(await call());
  } catch (error) {
    if (error instanceof Error && "properties" in error) error.properties = convertible(error.properties);
    throw error;
  }
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
