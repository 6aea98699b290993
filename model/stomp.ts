import { z } from "zod";
import { entryOf } from "./entry";
import { exchange, type Operation, queue, queuesFrom } from "./operation";
import { temporary } from "./temporary";

export interface Destination {
  readonly kind: "exchange" | "topic" | "amq/queue" | "queue";
  readonly name: string;
  readonly keys?: readonly string[];
}

const destination = z.string("must be a string").transform((text, context) => {
  const parsed = parse(text);
  if (parsed) return parsed;
  context.addIssue(
    `"${text}" must be /exchange/<name>, /exchange/<name>/<key>, /topic/<key>, /queue/<name> or /amq/queue/<name>`,
  );
  return z.NEVER;
});
const destinations = z.array(destination, "must be a list of destinations").optional();

export const stompUse = entryOf({ send: destinations, subscribe: destinations }).refine(
  ({ send, subscribe }) => send || subscribe,
  "must have send or subscribe",
);

export function stomp({ send = [], subscribe = [] }: z.infer<typeof stompUse>): Operation[] {
  return [...send.flatMap(sending), ...subscribe.flatMap(subscribing)];
}

function sending({ kind, name, keys }: Destination): Operation[] {
  if (kind === "exchange" || kind === "topic")
    return [{ verb: "publish", target: exchange(name), ...(keys && { keys }) }];
  return [{ verb: "publish", target: exchange("") }, ...(kind === "queue" ? declaring(name) : [])];
}

function subscribing({ kind, name, keys }: Destination): Operation[] {
  if (kind === "exchange" || kind === "topic") {
    return temporary(queuesFrom("stomp-subscription-"), exchange(name), keys);
  }
  return [{ verb: "consume", target: queue(name) }, ...(kind === "queue" ? declaring(name) : [])];
}

function declaring(name: string): Operation[] {
  return (["declareQueue", "deleteQueue"] as const).map((verb) => ({ verb, target: queue(name) }));
}

/** A slash separates the parts, so a slash in a name is written %2F. */
function parse(text: string): Destination | undefined {
  const [, kind, name, key] = /^\/(exchange|topic|amq\/queue|queue)\/([^/]+)(?:\/([^/]+))?$/.exec(text) ?? [];
  if (!kind || !name || (key !== undefined && kind !== "exchange")) return undefined;
  const [first, second] = [decoded(name), key === undefined ? undefined : decoded(key)];
  // The plugin reads this as the name of an exchange, and no exchange can have it.
  if (kind === "exchange" && first === "amq.default") return undefined;
  if (kind === "topic") return { kind, name: "amq.topic", keys: [first] };
  return { kind: kind as Destination["kind"], name: first, ...(second !== undefined && { keys: [second] }) };
}

/** The plugin decodes nothing else: it keeps `%23` and `%2f`. */
function decoded(text: string): string {
  return text.replaceAll("%2F", "/");
}
