import type { Input } from "@pulumi/pulumi";
import { name } from "../../model/name";
import type { FieldsOf } from "../kind";
import { path } from "../management/path";
import { pathKind } from "../path-kind";
import { fixed, inPlace } from "./field";
import { sameJSON } from "./parameter";
import { explained } from "./parameter-reason";
import { json } from "./schema";

/**
 * A global parameter, which belongs to no vhost, such as `mqtt_default_vhosts`. The value is changed in place. Needs the tag
 * `policymaker` or `administrator`.
 */
export interface GlobalParameterArgs {
  /** Its name (replaces). */
  name: Input<string>;
  /** Its value, any JSON without null, with its types; a secret. */
  value: Input<unknown>;
}

/** What the names of this library's own global parameters begin with: notes of what a replacement must restore. */
export const ownPrefix = "pulumi-rabbitmq-topology.";

const fields = {
  name: fixed(
    name
      .refine((given) => !given.startsWith(ownPrefix), `must not begin with "${ownPrefix}": this library's notes do`)
      .refine((given) => given !== "internal_cluster_id", "is the broker's own: it never changes"),
  ),
  value: inPlace(json, { secret: true, same: sameJSON }),
} satisfies FieldsOf<GlobalParameterArgs>;

/** @internal */
export const globalParameter = explained(
  pathKind<GlobalParameterArgs>({
    name: "GlobalParameter",
    noun: "global parameter",
    fields,
    identity: ["name"],
    includes: ({ name }) => (name === "cluster_name" ? [{ kind: "ClusterName", args: {} }] : []),
    overwrites: true,
    isNeverEmpty: true,
    title: ({ name }) => `global parameter "${name}"`,
    path: ({ name }) => path`global-parameters/${name}`,
    list: () => path`global-parameters`,
  }),
  () => "",
);
