import type { Fields } from "../../../model/object";
import type { WrittenObject } from "./object";

/** The variables of a file that hold the resources of one kind, by the objects' names. */
const records: Readonly<Record<string, string>> = {
  Exchange: "exchanges",
  Queue: "queues",
  SuperStream: "superStreams",
  User: "users",
};

/** Which kind an argument names, in the files that declare it after what it names. */
const references: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Queue: { deadLetterExchange: "Exchange" },
  Binding: { source: "Exchange" },
  Permissions: { user: "User" },
  TopicPermissions: { user: "User", exchange: "Exchange" },
  UserLimits: { user: "User" },
  Shovel: { srcQueue: "Queue", srcExchange: "Exchange", destQueue: "Queue", destExchange: "Exchange" },
};

/** Which resources a file can refer to. */
export class Scope {
  readonly #known: ReadonlySet<string>;

  constructor(objects: readonly WrittenObject[]) {
    const named = objects.filter(({ kind }) => kind.name in records || kind.name === "VHost");
    this.#known = new Set(named.map(({ kind, args }) => `${kind.name} ${args["name"]}`));
  }

  hasVHost(name: unknown): boolean {
    return this.#known.has(`VHost ${name}`);
  }

  /** The variable with the resource that an argument names; `undefined` if the argument stays a text. */
  recordFor({ kind, args }: Pick<WrittenObject, "kind" | "args">, field: string): string | undefined {
    const target = targetOf(kind.name, args, field);
    const uri = kind.name === "Shovel" ? uriOf[field] : undefined;
    if (uri !== undefined && !isHere(args[uri], args["vhost"])) return undefined;
    return target !== undefined && this.#known.has(`${target} ${args[field]}`) ? records[target] : undefined;
  }
}

export function recordOf(kind: string): string | undefined {
  return records[kind];
}

/** Which argument of a shovel says where the one that this argument names is. */
const uriOf: Readonly<Record<string, string>> = {
  srcQueue: "srcUri",
  srcExchange: "srcUri",
  destQueue: "destUri",
  destExchange: "destUri",
};

/** Whether each URI leads to this vhost of the broker itself: others may have queues of the same names. */
function isHere(uris: unknown, vhost: unknown): boolean {
  return [uris].flat().every((uri) => {
    try {
      const { host, pathname } = new URL(String(uri));
      // At another port there may be another broker.
      const isLocal = ["", "localhost", "127.0.0.1", "[::1]"].includes(host);
      return isLocal && decodeURIComponent(pathname.slice(1) || "/") === vhost;
    } catch {
      return false;
    }
  });
}

function targetOf(kind: string, args: Fields, field: string): string | undefined {
  if (kind === "Binding" && field === "destination") {
    return args["destinationType"] === "exchange" ? "Exchange" : "Queue";
  }
  return references[kind]?.[field];
}
