import type { Input } from "@pulumi/pulumi";
import { name, ownName, text } from "../../model/name";
import type { Plain, Reference } from "../../model/value";
import type { Schema } from "../kind";
import { path } from "../management/path";
import { pathKind } from "../path-kind";
import { attachedBindings, attachedTopicPermissions, refuseExclusiveQueues } from "./attached";
import { flag, otherArguments } from "./field";

/** An exchange. Nothing of it can be changed in place: the broker fixes it when it is declared. */
export interface ExchangeArgs {
  /** The vhost it is in, as a `VHost` or by name (replaces). */
  vhost: Input<string> | Reference<"VHost">;
  /** Its name: 1 to 255 bytes, not beginning with `amq.` (replaces). */
  name: Input<string>;
  /**
   * `direct`, `fanout`, `topic`, `headers`, or the type of a plugin that the broker has enabled, such as
   * `x-consistent-hash` (replaces). `x-local-random` needs RabbitMQ 4.0.
   */
  type: Input<"direct" | "fanout" | "topic" | "headers" | (string & {})>;
  /** Whether it survives a restart of the broker (replaces). @default true */
  durable?: Input<boolean>;
  /** Whether it goes once the last binding from it is removed (replaces). @default false */
  autoDelete?: Input<boolean>;
  /** Whether only other exchanges may publish to it; clients get 403 (replaces). @default false */
  internal?: Input<boolean>;
  /** Where messages go that no binding matches, as an `Exchange` or by name (replaces). A policy can set it in place. */
  alternateExchange?: Input<string> | Reference<"Exchange">;
  /** Further arguments, with their types: 1 and "1" differ (replaces). */
  arguments?: Input<{ [name: string]: Input<unknown> }>;
}

const schema = {
  vhost: name,
  name: ownName,
  type: text.min(1, "must not be empty"),
  durable: flag.default(true),
  autoDelete: flag.default(false),
  internal: flag.default(false),
  alternateExchange: name.optional(),
  arguments: otherArguments({ "alternate-exchange": "alternateExchange" }),
} satisfies Schema<ExchangeArgs>;

type Exchange = Plain<ExchangeArgs>;

/** @internal */
export const exchange = pathKind<ExchangeArgs>({
  name: "Exchange",
  noun: "exchange",
  schema,
  identity: ["vhost", "name"],
  updates: [],
  overwrites: false,
  title: ({ name, vhost }) => `exchange "${name}" in vhost "${vhost}"`,
  path: ({ vhost, name }) => path`exchanges/${vhost}/${name}`,
  list: ({ vhost }) => path`exchanges/${String(vhost)}?disable_stats=true`,
  attached: async (broker, { vhost, name }) => {
    const attached = await Promise.all([
      attachedBindings(broker, path`exchanges/${vhost}/${name}/bindings/source`),
      attachedBindings(broker, path`exchanges/${vhost}/${name}/bindings/destination`),
      attachedTopicPermissions(broker, vhost, name),
    ]);
    await refuseExclusiveQueues(broker, vhost, attached.flat());
    return attached.flat();
  },
  toApi: ({ type, durable, autoDelete, internal, ...args }: Exchange) => ({
    type,
    durable,
    auto_delete: autoDelete,
    internal,
    arguments: { ...args.arguments, ...(args.alternateExchange && { "alternate-exchange": args.alternateExchange }) },
  }),
  fromApi: (api) => {
    const { "alternate-exchange": alternateExchange, ...rest } = api["arguments"] as Record<string, unknown>;
    return {
      vhost: api["vhost"],
      name: api["name"],
      type: api["type"],
      durable: api["durable"],
      autoDelete: api["auto_delete"],
      internal: api["internal"],
      alternateExchange,
      arguments: Object.keys(rest).length > 0 ? rest : undefined,
    };
  },
});
