import type { z } from "zod";
import { name } from "../../model/name";
import type { BrokerObject, Fields } from "../../model/object";
import type { Plain } from "../../model/value";
import type { Broker } from "../broker";
import type { Field, FieldsOf, Kind, Part, Rule } from "../kind";
import type { Path } from "../management/path";
import { path } from "../management/path";
import type { Place } from "../management/shared-list";
import { pathKind } from "../path-kind";
import { fixed, inPlace } from "./field";
import { explained } from "./parameter-reason";

type More = Omit<Field, "schema" | "inPlace" | "argument">;

/** A field for a key of a parameter's value. The key is the field's name in RabbitMQ's spelling: `srcUri` is `src-uri`. */
export type Key<Value> = Field<Value>;

/** Makes the fields for the keys of a parameter's value. The broker changes each in place. */
export function keys<Schemas extends Readonly<Record<string, z.ZodType>>>(
  schemas: Schemas,
  more: { readonly [Name in keyof Schemas]?: More } = {},
): { [Name in keyof Schemas]: Key<z.output<Schemas[Name]>> } {
  const entries = Object.entries(schemas).map(([name, schema]) => {
    return [name, { ...inPlace(schema), ...more[name], argument: dashed(name) }];
  });
  return Object.fromEntries(entries);
}

function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The vhost and the name of a parameter. */
export const address = { vhost: fixed(name), name: fixed(name) };

interface Address {
  readonly vhost: unknown;
  readonly name: unknown;
}

/** A kind whose objects are runtime parameters of one component. */
interface ParameterKind<Args extends Address> {
  readonly name: string;
  readonly noun: string;
  /** The broker's name for what the parameter configures, such as "shovel". */
  readonly component: string;
  readonly fields: FieldsOf<Args>;
  readonly rules?: readonly Rule<Args>[];
  readonly part: Part<Args>;
  /** The value, if it is more than the fields under the broker's names. */
  toApi?(args: Plain<Args>): object;
  needs?(args: Fields): readonly BrokerObject[];
  isDone?(args: Plain<Args>): boolean;
  removal?(broker: Broker, target: Path, place: Place): Promise<void>;
}

/** Makes a kind of runtime parameter: an object whose value the broker stores as one table and changes in place. */
export function parameterKind<Args extends Address>({ component, removal, ...more }: ParameterKind<Args>): Kind<Args> {
  const pathOf = ({ vhost, name }: Plain<Args>) => path`parameters/${component}/${String(vhost)}/${String(name)}`;
  const kind = pathKind<Args>({
    ...more,
    identity: ["vhost", "name"],
    includes: ({ vhost, name }) => [{ kind: "Parameter", args: { vhost, component, name } }],
    overwrites: true,
    table: "value",
    has: ["component", "value"],
    title: ({ name, vhost }) => `${more.noun} "${name}" in vhost "${vhost}"`,
    path: pathOf,
    list: ({ vhost }) => path`parameters/${component}/${String(vhost)}`,
    ...(removal && {
      removal: async (broker, object, _options, place) => () => removal(broker, pathOf(object), place),
    }),
  });
  return explained(kind, () => component);
}
