import type { z } from "zod";
import type { BrokerObject, Fields } from "../model/object";
import type { Plain } from "../model/value";
import type { Broker } from "./broker";
import type { Path } from "./management/path";

/** One validator for each argument; `satisfies Schema<QueueArgs>` catches one that is missing, misnamed or mistyped. */
export type Schema<Args> = { [Key in keyof Args]-?: z.ZodType<Plain<Args[Key]> | undefined> };

/** Something that must not be true of several arguments together. Judged only when all of them are known. */
export interface Rule<Args> {
  readonly of: readonly (keyof Args & string)[];
  /** What is wrong, or `undefined`. The first of {@link of} is the one that is reported. */
  readonly problem: (args: Plain<Args>) => string | undefined;
}

export type Version = readonly [major: number, minor: number];

/** What there is to know about one kind of object. The lifecycle never asks which kind it has. */
// biome-ignore lint/suspicious/noExplicitAny: the registry holds kinds of different arguments
export interface Kind<Args = any> {
  /** The resource's class, such as "Queue". */
  readonly name: string;
  /** What it is called in a sentence, such as "queue". */
  readonly noun: string;
  readonly schema: Schema<Args>;
  readonly rules?: readonly Rule<Args>[];
  /** Arguments that no schema has, with the reason why. */
  readonly refuses?: Readonly<Record<string, string>>;
  /** The object in a sentence, such as `queue "paid" in vhost "shop"`. */
  title(object: Fields): string;
  /** What makes it this object and no other. A change declares the new one before the old one goes. */
  readonly identity: readonly (keyof Args & string)[];
  /** The tuple in the resource's id, where that is not the identity. */
  readonly idFields?: readonly string[];
  /** What the broker changes in place. Everything else replaces. */
  readonly updates: readonly (keyof Args & string)[];
  /** What is left as it is on the broker unless the program declares it. */
  readonly leaves?: readonly (keyof Args & string)[];
  /** What only this library knows: kept in the state, unknown to the broker. */
  readonly local?: readonly (keyof Args & string)[];
  /** What the broker gives back that is no argument. */
  readonly outputs?: readonly string[];
  /** The RabbitMQ that a field, or some values of it, need, where an older one would ignore them or refuse them obscurely. */
  readonly since?: {
    readonly [Key in keyof Args]?: Version | ((value: NonNullable<Plain<Args[Key]>>) => Version | undefined);
  };
  /** Values that are never shown. */
  readonly secrets?: readonly (keyof Args & string)[];
  /** Whether the value on the broker is the wanted one, where that is more than being equal. */
  readonly same?: { readonly [Key in keyof Args]?: (wanted: NonNullable<Plain<Args[Key]>>, found: Fields) => boolean };
  /** The broker's list of all such objects, in the same vhost where the kind is in one. */
  list(object: Fields): Path;
  /** An item of that list in the shape of the arguments. */
  fromApi(item: Fields): Fields;
  /** What the broker has, in the shape of the arguments; `undefined` where it is absent. */
  find(broker: Broker, object: Fields, reading: Reading): Promise<Fields | undefined>;
  /** Makes it so. Gives outputs that are no arguments, and whether the object was there before. */
  declare(broker: Broker, args: Plain<Args>, found: Fields | undefined): Promise<Declared>;
  /** Fields that must wait until everything else is declared and deleted, since they would get in the way. */
  last?(args: Plain<Args>, earlier: Fields | undefined): readonly string[];
  /** The broker deletes it along with any of these. */
  goesWith?(object: Plain<Args>): readonly BrokerObject[];
  /** What the broker deletes along with it. Refuses where some of that could not be given back. */
  attached?(broker: Broker, object: Plain<Args>): Promise<BrokerObject[]>;
  /**
   * Refuses what would lose something, unless forced, and gives what takes it away; what is not there is no error. In two
   * steps, so that many objects can be asked for before the first one goes.
   */
  removal(broker: Broker, object: Plain<Args>, options: { force: boolean }): Promise<Removal>;
}

export type Removal = () => Promise<void>;

/**
 * How sure and how fresh a read has to be: "shared" may come from a list that others read too; "proved" asks for this
 * object, and believes "not found" only with a proof; "peek" is one request, before a declare: sure where that overwrites.
 */
export type Reading = "shared" | "proved" | "peek";

export interface Declared {
  readonly outputs?: Fields;
  /** The broker said that an object of this identity was there already. */
  readonly existed?: boolean;
  /** What the user should know of it. */
  readonly remarks?: readonly Remark[];
}

/** A line for the user. */
export interface Remark {
  readonly line: string;
  readonly severity?: Severity;
}

export type Severity = "info" | "warn";
