import type { Fields } from "../../model/object";
import { enumerate } from "../enumerate";
import { RefusedError } from "../management/errors";
import { type Path, path } from "../management/path";
import { type Item, list, one, type Peek, type Target } from "../management/target";
import { always, failingPairs, readApart } from "./bindings-apart";

/**
 * RabbitMQ (seen in 3.10, 4.0 and 4.3) fails to name a binding that has arguments and a "~" inside its routing key, and
 * answers 500 instead of each list with such a binding. It still names, reads and deletes every other binding.
 */
export function breaksLists(routingKey: string, table: unknown): boolean {
  return /~[^~]+$/.test(routingKey) && Object.keys(table ?? {}).length > 0;
}

/** The broker fails to list bindings, and what asks for them must know all. */
export class UnlistableError extends RefusedError {}

const maxNames = 5;

/** All bindings with these values, at least the vhost and one end. Refuses if the broker fails to list them. */
export function bindingsTarget(target: Path, same: Fields): Target<Item[]> {
  const all = list(target, same, always);
  return {
    ...all,
    async otherwise(peek) {
      const culprits = await culpritsOf(peek, same);
      if (culprits.length > 0) throw refusal(culprits);
      return peek(all);
    },
  };
}

/**
 * The bindings of a vhost, and if the broker fails to list them, all that it can list apart. It then lacks those between the
 * same ends as the one that breaks the list, except those that {@link definedBindings} gives with a key: each of these
 * can be read by its own path.
 */
export function bindingsOfVHost(vhost: string): Target<Item[]> {
  return {
    ...list(path`bindings/${vhost}`, { vhost }, always),
    async otherwise(peek) {
      const apart = await readApart(peek, vhost);
      if (!apart || apart.failing.length === 0) return apart?.listed;
      const defined = (await definedBindings(peek, { vhost })) ?? [];
      const isLacking = (item: Item) =>
        item["properties_key"] !== undefined && apart.failing.some((pair) => has(item, pair));
      return [...apart.listed, ...defined.filter(isLacking)];
    },
  };
}

/** The same list, if the broker gives it as a whole. */
export function wholeListOf(vhost: string): Target<Item[]> {
  const error = new UnlistableError("the broker fails to list the bindings of the vhost");
  return { ...bindingsOfVHost(vhost), otherwise: async () => Promise.reject(error) };
}

/** The broker's key of a binding without arguments. With arguments, it ends with a hash that only the broker gives. */
export function keyWithoutArguments(routingKey: string): string {
  const escaped = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  const key = encodeURIComponent(routingKey).replaceAll("%20", "+");
  return key === "" ? "~" : key.replace(/[!*'()~]/g, escaped);
}

/**
 * The bindings of durable objects in the broker's definitions, which have no `properties_key`: one without arguments gets
 * it here, one with arguments has none, so it is known to exist and has no id. `undefined` before RabbitMQ 4.3, whose
 * definitions fail like its lists, and to a login that is no administrator.
 */
export async function definedBindings(peek: Peek, same: Fields): Promise<Item[] | undefined> {
  const { vhost } = same;
  const definitions = one(path`definitions/${String(vhost)}`, {}, ["bindings"]);
  const found = await peek({ ...definitions, otherwise: async () => undefined }).catch(() => undefined);
  const items = (found?.["bindings"] as Item[] | undefined)?.map((item) => ({ ...item, vhost }));
  return items?.filter((item) => has(item, same)).map(withKey);
}

function withKey(item: Item): Item {
  const hasArguments = Object.keys(item["arguments"] ?? {}).length > 0;
  return hasArguments ? item : { ...item, properties_key: keyWithoutArguments(String(item["routing_key"])) };
}

function has(item: Fields, same: Fields): boolean {
  return Object.entries(same).every(([field, value]) => item[field] === value);
}

/** The bindings because of which the broker fails, or their ends; none if the failure has passed. */
async function culpritsOf(peek: Peek, same: Fields): Promise<Fields[]> {
  const defined = (await definedBindings(peek, same)) ?? [];
  const culprits = defined.filter((item) => breaksLists(String(item["routing_key"]), item["arguments"]));
  return culprits.length > 0 ? culprits : failingPairs(peek, same);
}

function refusal(culprits: readonly Fields[]): UnlistableError {
  return new UnlistableError(
    `the broker fails to list bindings (500) because of ${enumerate(culprits.map(titleOf), maxNames)} in vhost ${JSON.stringify(culprits[0]?.["vhost"])}, with arguments and a "~" inside the routing key. Nothing was changed. Unbind that over AMQP, with its key and arguments (\`rabbitmqctl list_bindings\` shows both), or delete one of its ends`,
  );
}

/** The bindings between two ends of which one breaks the list, in a sentence. */
export function titleOfUnlisted(pair: Fields): string {
  return `bindings of ${pair["destination_type"]} ${JSON.stringify(pair["destination"])} to exchange ${JSON.stringify(pair["source"])} in vhost ${JSON.stringify(pair["vhost"])}`;
}

function titleOf({ destination_type, destination, source, routing_key }: Fields): string {
  const key = routing_key === undefined ? "" : ` with key ${JSON.stringify(routing_key)}`;
  return `a binding of ${destination_type} ${JSON.stringify(destination)} to exchange ${JSON.stringify(source)}${key}`;
}
