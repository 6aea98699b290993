import type { Input } from "@pulumi/pulumi";
import { z } from "zod";
import { name } from "../../model/name";
import type { Fields } from "../../model/object";
import type { Plain, Reference } from "../../model/value";
import type { FieldsOf } from "../kind";
import { type FederationSettings, federationSettings } from "./federation-upstream";
import { inPlace } from "./field";
import { address, keys, parameterKind } from "./parameter-kind";
import { wire } from "./wire";

/** One upstream of a set. Its settings override those of the `FederationUpstream`. */
export interface FederationUpstreamSetMember extends FederationSettings {
  /** The upstream, as a `FederationUpstream` or by name. It may be declared later. */
  upstream: Input<string> | Reference<"FederationUpstream">;
}

/**
 * A federation upstream set: the upstreams that a policy names together with its key `federation-upstream-set`. The set "all"
 * always exists and has every upstream of the vhost. The upstreams are changed in place. Needs the plugin
 * rabbitmq_federation and the tag `policymaker` or `administrator`.
 */
export interface FederationUpstreamSetArgs {
  /** The vhost it is in, as a `VHost` or by name (replaces). */
  vhost: Input<string> | Reference<"VHost">;
  /** Its name (replaces). "all" would hide the set of all upstreams. */
  name: Input<string>;
  /** Its upstreams, each with the settings that it overrides. */
  upstreams: Input<Input<FederationUpstreamSetMember>[]>;
}

const fieldsOfMember = { ...keys({ upstream: name }), ...federationSettings };
const { fromApi, toApi } = wire(fieldsOfMember, [], "value");
const shape = Object.fromEntries(Object.entries(fieldsOfMember).map(([key, { schema }]) => [key, schema]));

type Members = Plain<FederationUpstreamSetMember>[];

const members = z.array(z.strictObject(shape), "must be a list") as unknown as z.ZodType<Members>;

const fields = {
  ...address,
  upstreams: inPlace(members, {
    api: "value",
    read: (value) => (value as Fields[]).map((member) => fromApi({ value: member })),
    support: [
      {
        since: [3, 13, 1],
        lacking: "refuses",
        of: "with a queueType",
        includes: (given: Members) => given.some(({ queueType }) => queueType !== undefined),
      },
    ],
  }),
} satisfies FieldsOf<FederationUpstreamSetArgs>;

/** @internal */
export const federationUpstreamSet = parameterKind<FederationUpstreamSetArgs>({
  name: "FederationUpstreamSet",
  noun: "federation upstream set",
  component: "federation-upstream-set",
  fields,
  part: { section: "federationUpstreamSets", keys: ["name"], holds: "settings" },
  toApi: ({ upstreams }) => ({ value: upstreams.map((member) => toApi(member)["value"]) }),
  needs: ({ vhost, upstreams }) => {
    const named: readonly Fields[] = Array.isArray(upstreams) ? upstreams : [];
    return named.map(({ upstream }) => ({ kind: "FederationUpstream", args: { vhost, name: upstream } }));
  },
});
