import type { z } from "zod";
import type { BrokerObject, Fields } from "../model/object";
import type { Plain } from "../model/value";
import type { Broker } from "./broker";
import type { Path } from "./management/path";

/** What a kind says of one of its arguments. A change of it replaces the object, unless the field says otherwise. */
export interface Field<Value = unknown> {
  /** What values it may have, and its default. */
  readonly schema: z.ZodType<Value>;
  /** Whether the broker changes it in place. */
  readonly inPlace?: boolean;
  /** Whether it stays as it is on the broker where the program does not declare it. Without it, absent is a value too. */
  readonly left?: boolean;
  /** Whether only this library knows it: it stands in the state, and the broker never gets it. */
  readonly local?: boolean;
  /** Whether its value is never shown. */
  readonly secret?: boolean;
  /** The first RabbitMQ that knows it, or some values of it; an older one would ignore it or refuse it obscurely. */
  readonly since?: Version | VersionOf<NonNullable<Value>>;
  /** Whether the broker's value is the wanted one. Without it, equal values are the same. */
  same?(wanted: NonNullable<Value>, found: Fields): boolean;
  /** The broker's name for it. @default the field's own */
  readonly api?: string;
  /** The argument's value for the broker's one. Without it, they are equal. */
  read?(value: unknown): unknown;
  /** The key under which the broker has it in the object's table of arguments. Without it, the object itself has it. */
  readonly argument?: string;
}

/** As a method, so that a field of one type is a field of any. */
type VersionOf<Value> = { of(value: Value): Version | undefined }["of"];

/** A field for each argument; `satisfies FieldsOf<QueueArgs>` finds one that is missing, misnamed or mistyped. */
export type FieldsOf<Args> = { [Key in keyof Args]-?: Field<Plain<Args[Key]> | undefined> };

/** A condition on several arguments together. It is judged when all of them are known. */
export interface Rule<Args> {
  readonly of: readonly (keyof Args & string)[];
  /** What is wrong, or `undefined`. The first of {@link of} is the one that is reported. */
  readonly problem: (args: Plain<Args>) => string | undefined;
}

export type Version = readonly [major: number, minor: number];

/** Everything to know about one kind of object. The lifecycle never asks which kind it has. */
// biome-ignore lint/suspicious/noExplicitAny: the registry holds kinds of different arguments
export interface Kind<Args = any> extends Naming<Args>, FieldFacts<Args>, Access<Args>, Company<Args> {}

/** What it is. */
interface Naming<Args> {
  /** The resource's class, such as "Queue". */
  readonly name: string;
  /** The word for it in a sentence, such as "queue". */
  readonly noun: string;
  /** The object in a sentence, such as `queue "paid" in vhost "shop"`. */
  title(object: Fields): string;
  /** The arguments that make it this object and no other. A change of one declares another object before this one is deleted. */
  readonly identity: readonly (keyof Args & string)[];
  /** The tuple in the resource's id. @default the identity */
  readonly idFields?: readonly string[];
}

/** Its fields. `fields()` makes all but the last three from one record. */
export interface FieldFacts<Args> {
  /** A validator for each argument. */
  readonly schema: { [Key in keyof Args]-?: z.ZodType };
  /** What the broker changes in place. Everything else replaces. */
  readonly updates: readonly (keyof Args & string)[];
  /** What stays as it is on the broker unless the program declares it. */
  readonly leaves: readonly (keyof Args & string)[];
  /** What stands in the state and never reaches the broker. */
  readonly local: readonly (keyof Args & string)[];
  /** Values that are never shown. */
  readonly secrets: readonly (keyof Args & string)[];
  /** The RabbitMQ that a field needs, or some of its values. */
  readonly since: { readonly [field: string]: Field["since"] };
  /** How to compare a field with the broker's value where equality is not enough. */
  readonly same: { readonly [field: string]: Field["same"] };
  /** Conditions on several arguments together. Without it there are none. */
  readonly rules?: readonly Rule<Args>[];
  /** Arguments that no object of this kind has, with the reason why. Without it a stranger is a misspelling. */
  readonly refuses?: Readonly<Record<string, string>>;
  /** What the broker gives back that is no argument. Without it nothing. */
  readonly outputs?: readonly string[];
}

/** How it is reached. */
interface Access<Args> {
  /** The broker's list of all such objects, in the same vhost where the kind is in one. */
  list(object: Fields): Path;
  /** An item of that list in the shape of the arguments. */
  fromApi(item: Fields): Fields;
  /** What the broker has, in the shape of the arguments; `undefined` where it is absent. */
  find(broker: Broker, object: Fields, reading: Reading): Promise<Fields | undefined>;
  /** Makes the object what the arguments say. `found` is what the broker has of it. */
  declare(broker: Broker, args: Plain<Args>, found: Fields | undefined): Promise<Declared>;
  /**
   * Refuses what would lose something, unless forced, and gives what deletes the object; an absent one is no error. In two
   * steps, so that many objects can be asked for before the first one is deleted.
   */
  removal(broker: Broker, object: Plain<Args>, options: { force: boolean }): Promise<Removal>;
}

/** What goes with it. */
interface Company<Args> {
  /** Its place in a `Topology`. Without it, no topology can hold such objects. */
  readonly part?: Part<Args>;
  /** Fields that a topology sends after everything else, since they would get in its way. Without it none. */
  last?(args: Plain<Args>, earlier: Fields | undefined): readonly string[];
  /** The objects of which any takes it along when the broker deletes that one. Without it none does. */
  goesWith?(object: Plain<Args>): readonly BrokerObject[];
  /** What the broker deletes along with it, to be given back after a replacement. Refuses where that cannot be done. */
  attached?(broker: Broker, object: Plain<Args>): Promise<BrokerObject[]>;
}

/** The place of a kind's objects in a topology's data. */
export interface Part<Args> {
  /** The property of the data, such as "queues". */
  readonly section: string;
  /** The arguments that the keys of its map stand for, outermost first. None: there is one such object in a vhost. */
  readonly keys: readonly (keyof Args & string)[];
  /** Gives objects without a name a key of their own; a program gives them as a list. */
  readonly label?: (object: Fields) => string;
  /** What is at stake with it, which decides when a topology deletes it: see `removalOrder`. */
  readonly holds: "messages" | "access" | "routes" | "settings";
}

/** Deletes an object that nothing speaks against. */
export type Removal = () => Promise<void>;

/**
 * How sure and how fresh a read has to be.
 *
 * | reading  | what it asks                                        | "not found" is believed                 | who uses it                           |
 * | -------- | --------------------------------------------------- | --------------------------------------- | ------------------------------------- |
 * | "shared" | a list that other reads of the same moment share    | with the proof of a single read         | a refresh                             |
 * | "proved" | the object itself                                   | with a proof                            | updates, deletes, `.get()`            |
 * | "peek"   | the object itself, in one request; where a PUT      | at once where the broker itself refuses | creates, which declare next           |
 * |          | overwrites, a list of the last seconds              | to overwrite; from the list elsewhere   |                                       |
 */
export type Reading = "shared" | "proved" | "peek";

/** What came of a declaration. */
export interface Declared {
  readonly outputs?: Fields;
  /** The broker said that an object of this identity existed before. */
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
