import type { Fields, Kind, Schema, Version } from "../kind";
import { path } from "../management/path";
import { pathKind } from "../path-kind";
import type { Plain } from "../value";
import { integer, isEmpty, name, oneOf, table, text } from "./field";
import type { PolicyArgs } from "./policy";

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

/** Policies and operator policies: the same but for their path and what they may hold. */
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
