import type { Input } from "@pulumi/pulumi";
import { name } from "../../model/name";
import type { Reference } from "../../model/value";
import type { FieldsOf } from "../kind";
import { inVHost } from "../management/shared-list";
import { facts, fixed } from "./field";
import { limitsKind, limitsOf, noLimit } from "./limits";

/**
 * The limits of a vhost that the program does not declare; a `VHost` has the same arguments itself. One resource for
 * both limits of a vhost, at least one of them: the other one keeps its value on the broker. Both can be changed in
 * place. The deletion of the resource deletes the declared limits. Needs the tag `administrator`.
 */
export interface VHostLimitsArgs {
  /** The vhost, as a `VHost` or by name (replaces). */
  vhost: Input<string> | Reference<"VHost">;
  /** How many client connections it accepts; -1 is no limit. */
  maxConnections?: Input<number>;
  /** How many queues it may hold; -1 is no limit. */
  maxQueues?: Input<number>;
}

/** @internal */
export const limits = limitsOf({
  owner: "vhost",
  names: { maxConnections: "max-connections", maxQueues: "max-queues" },
  within: inVHost,
});

const fields = { vhost: fixed(name), ...limits.fields } satisfies FieldsOf<VHostLimitsArgs>;

/** @internal */
export const vhostLimits = limitsKind<VHostLimitsArgs>(limits, {
  name: "VHostLimits",
  noun: "vhost limit",
  ...facts(fields),
  part: { section: "limits", keys: [], holds: "settings" },
  last: (args, earlier = {}) => limits.all.filter((limit) => isLower(args[limit], earlier[limit])),
});

/** A topology sends a lower limit last, since queues that it deletes still count against the limit before that. */
function isLower(wanted: number | undefined, before: unknown): boolean {
  if (wanted === undefined || wanted === noLimit) return false;
  return typeof before !== "number" || before === noLimit || wanted < before;
}
