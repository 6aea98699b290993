import type { Input } from "@pulumi/pulumi";
import { name, text } from "../../model/name";
import type { Plain, Reference } from "../../model/value";
import type { FieldsOf, Kind, Support } from "../kind";
import { path } from "../management/path";
import { pathKind } from "../path-kind";
import { fixed, inPlace } from "./field";
import { integer, isEmpty, oneOf, table } from "./schema";

/**
 * A policy: settings for all exchanges and queues of a vhost whose names match a pattern. All arguments except the
 * vhost and the name are changed in place. One policy applies to an object at a time: the one with the highest
 * priority, and any one of several with the same priority. Each change makes the broker recompute the policies of every
 * queue of the vhost. Needs the tag `policymaker` or `administrator`.
 */
export interface PolicyArgs {
  /** The vhost it is in, as a `VHost` or by name (replaces). */
  vhost: Input<string> | Reference<"VHost">;
  /** Its name (replaces). */
  name: Input<string>;
  /** A regular expression over names. It is not anchored: `orders` also matches `old-orders-2`, `^orders$` does not. */
  pattern: Input<string>;
  /**
   * The objects that it applies to: `queues` are queues of all types, also streams. One type alone (`classic_queues`,
   * `quorum_queues`, `streams`) needs RabbitMQ 3.12. @default "all", exchanges and queues
   */
  applyTo?: Input<"all" | "exchanges" | "queues" | "classic_queues" | "quorum_queues" | "streams">;
  /** Its priority: of all policies that match an object, the one with the highest priority applies. @default 0 */
  priority?: Input<number>;
  /**
   * The settings, under RabbitMQ's names and with their types: `{ "max-length": 1000, "dead-letter-exchange": dlx.name
   * }`. At least one. The broker refuses those that it does not know.
   */
  definition: Input<{ [key: string]: Input<unknown> }>;
}

type Target = NonNullable<Plain<PolicyArgs["applyTo"]>>;

interface PolicyKind {
  readonly name: string;
  readonly noun: string;
  /** The management API's name for the collection. */
  readonly collection: string;
  /** The name of the section in a topology. */
  readonly section: string;
  /** The values of `applyTo`, the broker's default first. */
  readonly targets: readonly [Target, ...Target[]];
}

/** Values of `applyTo` that older brokers refuse as "unrecognised". */
const targetSupport = (["classic_queues", "quorum_queues", "streams"] as const).map(
  (word): Support<Target> => ({
    since: [3, 12],
    lacking: "refuses",
    of: `"${word}"`,
    includes: (target) => target === word,
  }),
);

/**
 * Makes the kinds of policies and operator policies, which differ in their path and in the values that they accept.
 * @internal
 */
export function policyKind({ collection, section, targets, ...names }: PolicyKind): Kind<PolicyArgs> {
  const fields = {
    vhost: fixed(name),
    name: fixed(name),
    pattern: inPlace(text),
    applyTo: inPlace(oneOf(targets).default(targets[0]), {
      api: "apply-to",
      support: targetSupport,
    }),
    priority: inPlace(integer.default(0)),
    definition: inPlace(
      table
        .refine((given) => !isEmpty(given), "must not be empty")
        .refine(
          ({ "max-age": age = "" }) => typeof age === "string",
          'must have "max-age" as text, such as "7D": RabbitMQ fails on anything else',
        ),
    ),
  } satisfies FieldsOf<PolicyArgs>;

  return pathKind<PolicyArgs>({
    ...names,
    fields,
    identity: ["vhost", "name"],
    part: { section, keys: ["name"], holds: "settings" },
    overwrites: true,
    title: ({ name, vhost }) => `${names.noun} "${name}" in vhost "${vhost}"`,
    path: ({ vhost, name }) => path`${collection}/${vhost}/${name}`,
    list: ({ vhost }) => path`${collection}/${String(vhost)}`,
  });
}

/** @internal */
export const policy = policyKind({
  name: "Policy",
  noun: "policy",
  collection: "policies",
  section: "policies",
  targets: ["all", "exchanges", "queues", "classic_queues", "quorum_queues", "streams"],
});
