import type { Input } from "@pulumi/pulumi";
import { name, nameOrEmpty, ownName, text } from "../../model/name";
import type { Reference } from "../../model/value";
import type { Broker } from "../broker";
import type { FieldsOf, Kind } from "../kind";
import { BrokerError } from "../management/errors";
import { path, withoutStatistics } from "../management/path";
import { one } from "../management/target";
import { pathKind } from "../path-kind";
import { attachedTopicPermissions, refuseExclusiveQueues, refuseUnrestorable } from "./attached";
import { bindingsOf } from "./bindings-of";
import { removalOfExchange } from "./exchange-guard";
import { fixed, local } from "./field";
import { flag, isASCII, otherArguments } from "./schema";

/** An exchange. Only `forceDestroy` can be changed in place: the broker fixes an exchange when it is declared. */
export interface ExchangeArgs {
  /** The vhost it is in, as a `VHost` or by name (replaces). */
  vhost: Input<string> | Reference<"VHost">;
  /** Its name: 1 to 255 bytes, not beginning with `amq.` (replaces). */
  name: Input<string>;
  /**
   * Its type: `direct`, `fanout`, `topic`, `headers`, or the type of a plugin that the broker has enabled, such as
   * `x-consistent-hash` (replaces). `x-local-random` needs RabbitMQ 4.0.
   */
  type: Input<"direct" | "fanout" | "topic" | "headers" | (string & {})>;
  /** Whether it survives a restart of the broker (replaces). @default true */
  durable?: Input<boolean>;
  /** Whether the broker deletes it once the last binding from it is deleted (replaces). @default false */
  autoDelete?: Input<boolean>;
  /** Whether only other exchanges may publish to it; clients get 403 (replaces). @default false */
  internal?: Input<boolean>;
  /** The exchange for messages that no binding matches, as an `Exchange` or by name (replaces). A policy can set it in place. */
  alternateExchange?: Input<string> | Reference<"Exchange">;
  /** Whether it may be deleted while other stacks or applications still have bindings to it or from it. @default that of the provider: false */
  forceDestroy?: Input<boolean>;
  /** Further arguments, with their types: 1 and "1" differ (replaces). */
  arguments?: Input<{ [name: string]: Input<unknown> }>;
}

const typed = {
  alternateExchange: fixed(nameOrEmpty.optional(), { argument: "alternate-exchange", policy: "alternate-exchange" }),
};

const fields = {
  vhost: fixed(name),
  name: fixed(ownName),
  type: fixed(text.min(1, "must not be empty").refine(isASCII, "must be ASCII: no type has another name"), {
    support: [
      {
        since: [4, 0],
        lacking: "refuses",
        of: '"x-local-random"',
        includes: (type: string) => type === "x-local-random",
      },
    ],
  }),
  durable: fixed(flag.default(true)),
  autoDelete: fixed(flag.default(false), { api: "auto_delete" }),
  internal: fixed(flag.default(false)),
  forceDestroy: local(flag.optional()),
  ...typed,
  arguments: fixed(otherArguments(typed)),
} satisfies FieldsOf<ExchangeArgs>;

const entry = pathKind<ExchangeArgs>({
  name: "Exchange",
  noun: "exchange",
  fields,
  rules: [
    {
      of: ["alternateExchange"],
      severity: "new",
      problem: ({ alternateExchange }) =>
        alternateExchange === "" ? "must not be empty: no exchange has that name, so it has no effect" : undefined,
    },
  ],
  identity: ["vhost", "name"],
  overwrites: false,
  isNeverEmpty: true,
  part: { section: "exchanges", keys: ["name"], holds: "routes" },
  title: ({ name, vhost }) => `exchange "${name}" in vhost "${vhost}"`,
  path: ({ vhost, name }) => path`exchanges/${vhost}/${name}`,
  list: ({ vhost }) => path`exchanges/${String(vhost)}?disable_stats=true`,
  attached: async (broker, { vhost, name }) => {
    const [bindings, permissions] = await Promise.all([
      bindingsOf(broker, { vhost, name }),
      attachedTopicPermissions(broker, vhost, name),
    ]);
    const attached = [...bindings.map((args) => ({ kind: "Binding", args })), ...permissions];
    refuseUnrestorable(attached);
    await refuseExclusiveQueues(broker, vhost, attached);
    return attached;
  },
  removal: removalOfExchange,
});

/** @internal */
export const exchange: Kind<ExchangeArgs> = {
  ...entry,
  declare: (broker, args, found) =>
    entry.declare(broker, args, found).catch(async (cause: Error) => {
      throw (await unknownType(broker, args.type, cause)) ?? cause;
    }),
};

/** The types of exchanges depend on the broker's plugins. */
async function unknownType(broker: Broker, type: string, cause: Error): Promise<BrokerError | undefined> {
  if (!(cause instanceof BrokerError && cause.status === 400)) return undefined;
  const overview = await broker.getExisting(one(withoutStatistics(path`overview`), {}, ["exchange_types"]));
  const known = (overview["exchange_types"] as { name: string }[]).map(({ name }) => name);
  if (known.includes(type)) return undefined;
  const problem = `the broker has no exchange type "${type}": it has ${known.sort().join(", ")}. Enable the plugin that provides it`;
  return new BrokerError(problem, cause.status, cause.reason, { cause });
}
