import { isDeepStrictEqual } from "node:util";
import type { Input } from "@pulumi/pulumi";
import { z } from "zod";
import { name, text } from "../../model/name";
import type { BrokerObject, Fields } from "../../model/object";
import type { Plain, Reference } from "../../model/value";
import type { Address } from "../address";
import type { Broker } from "../broker";
import { placeOf, readAt } from "../inventory";
import type { FieldsOf, Kind, Reading } from "../kind";
import { BrokerError, ConnectionError } from "../management/errors";
import { type Path, path, withoutStatistics } from "../management/path";
import type { Place } from "../management/shared-list";
import { itemOf, one } from "../management/target";
import { bindingLabel } from "./binding-label";
import {
  bindingsOfVHost,
  bindingsTarget,
  breaksLists,
  definedBindings,
  keyWithoutArguments,
  UnlistableError,
} from "./binding-list";
import { pathBetween } from "./bindings-apart";
import { facts, fixed } from "./field";
import { otherArguments } from "./schema";
import { wire } from "./wire";

/**
 * A binding from an exchange to a queue or another exchange. Its properties identify it, so any change makes a new
 * binding. The new one is declared before the old one is deleted, so that no message is lost in between.
 */
export interface BindingArgs {
  /** The vhost, as a `VHost` or by name (replaces). @default that of `source` or `destination` given as a resource */
  vhost?: Input<string> | Reference<"VHost">;
  /** The exchange that messages come from, as an `Exchange` or by name (replaces). */
  source: Input<string> | Reference<"Exchange">;
  /** The queue or exchange that messages go to, as a resource or by name (replaces). */
  destination: Input<string> | Reference<"Queue"> | Reference<"Exchange">;
  /** The type of `destination`, if that is given by name (replaces). @default "queue", or the type of the resource */
  destinationType?: Input<"queue" | "exchange">;
  /** The routing or binding key, up to 255 bytes (replaces). @default "" */
  routingKey?: Input<string>;
  /** Arguments with their types, as a `headers` exchange needs them: 1 and "1" differ (replaces). */
  arguments?: Input<{ [name: string]: Input<unknown> }>;
}

const fields = {
  vhost: fixed(name),
  source: fixed(
    name.refine(
      (value) => value !== "amq.default",
      "must not be the default exchange: every queue is bound to it already",
    ),
  ),
  destination: fixed(name),
  destinationType: fixed(z.enum(["queue", "exchange"], 'must be "queue" or "exchange"').default("queue"), {
    api: "destination_type",
  }),
  routingKey: fixed(
    text
      .refine((value) => Buffer.byteLength(value) <= 255, "must be at most 255 bytes long in UTF-8")
      .refine(
        (value) => value !== "." && value !== "..",
        'must not be "." or "..": the management API could not address the binding',
      )
      .default(""),
    { api: "routing_key" },
  ),
  arguments: fixed(otherArguments()),
} satisfies FieldsOf<BindingArgs>;

/** The arguments that the path of a binding contains. */
const ends = ["vhost", "source", "destinationType", "destination"] as const;

const identity = [...ends, "routingKey", "arguments"] as const;

const inApi = wire(fields, ends);

type Binding = Plain<BindingArgs> & {
  vhost: string;
  destinationType: "queue" | "exchange";
  routingKey: string;
  propertiesKey?: string;
};

/** @internal */
export const binding: Kind<BindingArgs> = {
  name: "Binding",
  noun: "binding",
  ...facts(fields),
  rules: [
    {
      of: ["routingKey", "arguments"],
      problem: (args) =>
        breaksLists(args.routingKey ?? "", args.arguments)
          ? 'must not contain "~" together with arguments, except at its end: it makes every listing of bindings on the broker fail (500)'
          : undefined,
    },
  ],
  identity,
  idFields: [...ends, "propertiesKey"],
  part: { section: "bindings", keys: [], label: bindingLabel, holds: "routes" },
  outputs: ["propertiesKey"],
  list: ({ vhost }) => bindingsOfVHost(String(vhost)),
  fromApi,
  title: ({ source, destinationType, destination, routingKey, vhost }) =>
    `binding of ${destinationType} "${destination}" to exchange "${source}"${routingKey ? ` with key "${routingKey}"` : ""} in vhost "${vhost}"`,

  goesWith: endsOf,

  async find(broker, fields, reading) {
    const object = fields as Binding;
    const found =
      object.propertiesKey === undefined
        ? await findByProperties(broker, object, reading)
        : await findByKey(broker, object, reading);
    return found && fromApi(found);
  },

  async declare(broker, args) {
    const between = bindingsBetween(args as Fields);
    const location = await broker.post(between, inApi.toApi(args as Fields)).catch(async (cause: Error) => {
      throw (await missingEnd(broker, args as Fields, cause)) ?? cause;
    });
    const propertiesKey = decodeURIComponent(location.slice(location.lastIndexOf("/") + 1));
    if (propertiesKey === "")
      throw new ConnectionError(
        "the broker's answer has no Location header: configure a proxy in between to pass it on",
      );
    return { outputs: { propertiesKey } };
  },

  removal: async (broker, object) => () => {
    const place = byKey(object as Binding);
    return broker.delete(place.own.path, place);
  },
};

function endsOf({ vhost, source, destination, destinationType }: Binding): BrokerObject[] {
  return [
    { kind: "Exchange", args: { vhost, name: source } },
    { kind: destinationType === "exchange" ? "Exchange" : "Queue", args: { vhost, name: destination } },
  ];
}

/** RabbitMQ 4 answers 500 about an end that does not exist and whose name is not ASCII. */
async function missingEnd(broker: Broker, binding: Fields, cause: Error): Promise<BrokerError | undefined> {
  if (!(cause instanceof BrokerError && cause.status === 500)) return undefined;
  for (const { kind, args } of endsOf(binding as unknown as Binding)) {
    const { vhost, name } = args as unknown as Address;
    const noun = kind.toLowerCase();
    const at = kind === "Queue" ? path`queues/${vhost}/${name}` : path`exchanges/${vhost}/${name}`;
    if (await broker.peek(one(withoutStatistics(at), { vhost, name }))) continue;
    const reason = `no ${noun} '${name}' in vhost '${vhost}'`;
    return new BrokerError(`${noun} "${name}" in vhost "${vhost}" does not exist`, 404, reason, { cause });
  }
  return undefined;
}

/** The broker names a binding by its routing key and a hash of its arguments: its `properties_key`. */
function findByKey(broker: Broker, object: Binding, reading: Reading): Promise<Fields | undefined> {
  return readAt(broker, byKey(object), reading, false);
}

/** The fields by which the broker itself identifies a binding. */
function keyOf({ source, destination, destination_type, properties_key }: Fields): string {
  return JSON.stringify([source, destination_type, destination, properties_key]);
}

/** A client's 32-bit integer and our 64-bit one are equal in JSON, but make two bindings. Either one is accepted. */
async function findByProperties(broker: Broker, object: Binding, reading: Reading): Promise<Fields | undefined> {
  const between = bindingsTarget(bindingsBetween(object), inApi.named(object as Fields, ends));
  const wanted = object.arguments ?? {};
  const isIt = (item: Fields) =>
    item["routing_key"] === object.routingKey && isDeepStrictEqual(item["arguments"], wanted);
  const own = itemOf(between, isIt);
  const found = reading === "peek" ? broker.peek(own) : broker.get(placeOf(binding, object as Fields, own));
  return found.catch(async (error: unknown) => {
    if (!(error instanceof UnlistableError)) throw error;
    if (Object.keys(wanted).length === 0)
      return findByKey(broker, { ...object, propertiesKey: keyWithoutArguments(object.routingKey) }, reading);
    const defined = await definedBindings((target) => broker.peek(target), inApi.named(object as Fields, ends));
    // One that exists cannot be adopted: nothing but a list gives its key.
    if (!defined || defined.some(isIt)) throw error;
    return undefined;
  });
}

function bindingsBetween(object: Fields): Path {
  return pathBetween(inApi.named(object, ends));
}

function byKey(object: Binding): Place {
  const target = `${bindingsBetween(object)}${path`/${object.propertiesKey ?? ""}`}` as Path;
  const own = one(target, toFields(object), inApi.always);
  return {
    own,
    listing: { target: bindingsOfVHost(object.vhost), by: "properties_key", keyOf },
    key: keyOf(toFields(object)),
  };
}

function toFields(object: Binding): Fields {
  return { ...inApi.named(object as Fields, ends), properties_key: object.propertiesKey };
}

/** @internal Converts the broker's fields to arguments. */
export function fromApi(item: Fields): Fields {
  return { ...inApi.fromApi(item), propertiesKey: item["properties_key"] };
}
