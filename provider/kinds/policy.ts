import type { Input } from "@pulumi/pulumi";
import { name, text } from "../../model/name";
import type { Fields } from "../../model/object";
import type { Plain, Reference } from "../../model/value";
import type { Kind, Schema, Version } from "../kind";
import { path } from "../management/path";
import { pathKind } from "../path-kind";
import { integer, isEmpty, oneOf, table } from "./field";

/**
 * A policy: settings for all exchanges and queues of a vhost whose names match a pattern. Everything but its vhost and its
 * name is changed in place. One policy applies to an object at a time: the one of the highest priority, and of several
 * with the same priority any. Each change makes the broker reckon anew for every queue of the vhost. Needs the tag
 * `policymaker` or `administrator`.
 */
export interface PolicyArgs {
  /** The vhost it is in, as a `VHost` or by name (replaces). */
  vhost: Input<string> | Reference<"VHost">;
  /** Its name (replaces). */
  name: Input<string>;
  /** Regular expression over names. It is not anchored: `orders` also matches `old-orders-2`, `^orders$` does not. */
  pattern: Input<string>;
  /**
   * What it applies to: `queues` are those of all types, streams too. One type alone (`classic_queues`, `quorum_queues`,
   * `streams`) needs RabbitMQ 3.12. @default "all", exchanges and queues
   */
  applyTo?: Input<"all" | "exchanges" | "queues" | "classic_queues" | "quorum_queues" | "streams">;
  /** Of all policies that match an object the one with the highest priority applies. @default 0 */
  priority?: Input<number>;
  /**
   * The settings, by RabbitMQ's names and with their types: `{ "max-length": 1000, "dead-letter-exchange": dlx.name }`. At
   * least one. The broker refuses those that it does not know.
   */
  definition: Input<{ [key: string]: Input<unknown> }>;
}

type Target = NonNullable<Plain<PolicyArgs["applyTo"]>>;

interface PolicyKind {
  readonly name: string;
  readonly noun: string;
  /** What the management API calls all of them. */
  readonly collection: string;
  /** What they can apply to, the broker's default first. */
  readonly targets: readonly [Target, ...Target[]];
}

/** What older brokers refuse as "unrecognised". */
const sinceOfTarget: { readonly [Word in Target]?: Version } = {
  classic_queues: [3, 12],
  quorum_queues: [3, 12],
  streams: [3, 12],
};

/**
 * Policies and operator policies: the same but for their path and what they may hold.
 * @internal
 */
export function policyKind({ collection, targets, ...names }: PolicyKind): Kind<PolicyArgs> {
  const schema = {
    vhost: name,
    name,
    pattern: text,
    applyTo: oneOf(targets).default(targets[0]),
    priority: integer.default(0),
    definition: table.refine((given) => !isEmpty(given), "must not be empty"),
  } satisfies Schema<PolicyArgs>;

  return pathKind<PolicyArgs>({
    ...names,
    schema,
    identity: ["vhost", "name"],
    updates: ["pattern", "applyTo", "priority", "definition"],
    since: { applyTo: (target) => sinceOfTarget[target] },
    overwrites: true,
    title: ({ name, vhost }) => `${names.noun} "${name}" in vhost "${vhost}"`,
    path: ({ vhost, name }) => path`${collection}/${vhost}/${name}`,
    list: ({ vhost }) => path`${collection}/${String(vhost)}`,
    toApi: ({ pattern, applyTo, priority, definition }) => ({ pattern, "apply-to": applyTo, priority, definition }),
    fromApi: ({ vhost, name, pattern, "apply-to": applyTo, priority, definition }: Fields) => ({
      vhost,
      name,
      pattern,
      applyTo,
      priority,
      definition,
    }),
  });
}

/** @internal */
export const policy = policyKind({
  name: "Policy",
  noun: "policy",
  collection: "policies",
  targets: ["all", "exchanges", "queues", "classic_queues", "quorum_queues", "streams"],
});
