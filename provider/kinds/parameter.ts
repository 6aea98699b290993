import { isDeepStrictEqual } from "node:util";
import type { Input } from "@pulumi/pulumi";
import { z } from "zod";
import { name } from "../../model/name";
import type { Fields } from "../../model/object";
import type { Reference } from "../../model/value";
import type { FieldsOf } from "../kind";
import { path } from "../management/path";
import { pathKind } from "../path-kind";
import { fixed, inPlace } from "./field";
import { address } from "./parameter-kind";
import { explained } from "./parameter-reason";
import { json, table } from "./schema";

/**
 * A runtime parameter of any component, for what has no class of its own: other plugins, or a key that `Shovel`,
 * `FederationUpstream` or `FederationUpstreamSet` lacks. One of these and a `Parameter` of the same component and name are the
 * same object, so a program declares only one of them. The value is changed in place. Needs the component's plugin and the
 * tag `policymaker` or `administrator`.
 */
export interface ParameterArgs {
  /** The vhost it is in, as a `VHost` or by name (replaces). */
  vhost: Input<string> | Reference<"VHost">;
  /** The component that it configures, such as `shovel` (replaces). */
  component: Input<string>;
  /** Its name (replaces). */
  name: Input<string>;
  /** Its value, any JSON without null, under RabbitMQ's names and with their types; a secret, since it may contain URIs. */
  value: Input<unknown>;
}

/** Components that the API lists as parameters, and for which it has other requests. */
const elsewhere: Readonly<Record<string, string>> = {
  policy: "is declared with Policy",
  operator_policy: "is declared with OperatorPolicy",
  "vhost-limits": "are declared with VHost or VHostLimits",
};

/** The components that have a kind of their own, and the shape of their values: the broker fails with a 500 on another one. */
const typed: Readonly<Record<string, { readonly kind: string; readonly shape: z.ZodType }>> = {
  shovel: { kind: "Shovel", shape: table },
  "federation-upstream": { kind: "FederationUpstream", shape: table },
  "federation-upstream-set": { kind: "FederationUpstreamSet", shape: z.array(table, "must be a list of objects") },
};

function typedAs(component: string) {
  return Object.hasOwn(typed, component) ? typed[component] : undefined;
}

const component = name.superRefine((given, context) => {
  const reason = Object.hasOwn(elsewhere, given) ? elsewhere[given] : undefined;
  if (reason !== undefined) context.addIssue(reason);
});

/** RabbitMQ reads an empty object back as an empty list. */
export function sameJSON(wanted: unknown, { value }: Fields): boolean {
  return isDeepStrictEqual(wanted, value) || (isDeepStrictEqual(wanted, {}) && isDeepStrictEqual(value, []));
}

const fields = {
  vhost: address.vhost,
  component: fixed(component),
  name: address.name,
  value: inPlace(json, { secret: true, same: sameJSON }),
} satisfies FieldsOf<ParameterArgs>;

/** @internal */
export const parameter = explained(
  pathKind<ParameterArgs>({
    name: "Parameter",
    noun: "parameter",
    fields,
    rules: [
      {
        of: ["value", "component"],
        problem: ({ value, component }) => typedAs(component)?.shape.safeParse(value).error?.issues[0]?.message,
      },
    ],
    identity: ["vhost", "component", "name"],
    listedBy: ["vhost", "component"],
    includes: ({ vhost, component, name }) => {
      const known = typedAs(component);
      return known ? [{ kind: known.kind, args: { vhost, name } }] : [];
    },
    part: { section: "parameters", keys: ["component", "name"], holds: "traffic" },
    overwrites: true,
    title: ({ component, name, vhost }) => `parameter "${name}" of ${component} in vhost "${vhost}"`,
    path: ({ vhost, component, name }) => path`parameters/${component}/${vhost}/${name}`,
    list: ({ vhost, component }) => path`parameters/${String(component)}/${String(vhost)}`,
    removal:
      async (broker, { vhost, component, name }, _options, place) =>
      async () => {
        await broker.delete(path`parameters/${component}/${vhost}/${name}`, place);
        if (component === "shovel") broker.noteStopped();
      },
  }),
  ({ component }) => String(component),
);
