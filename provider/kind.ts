import type { z } from "zod";
import type { BrokerObject, Fields } from "../model/object";
import type { Plain } from "../model/value";
import type { Version } from "../model/version";
import type { Broker } from "./broker";
import type { Settings } from "./management/settings";
import type { Item, Target } from "./management/target";

/** The facts about one argument of a kind. A change of the argument replaces the object, unless `inPlace` is set. */
export interface Field<Value = unknown> {
  /** The values that it accepts, and its default. */
  readonly schema: z.ZodType<Value>;
  /** Whether the broker can change it in place. */
  readonly inPlace?: boolean;
  /** Whether the broker's value is kept if the program does not declare one. Without it, absence is a value too. */
  readonly left?: boolean;
  /** Whether only this library uses it: the state has it, and the broker never gets it. */
  readonly local?: boolean;
  /** Whether its value must never be shown. */
  readonly secret?: boolean;
  /** The RabbitMQ versions that support the argument, or some of its values. Without it, every version does. */
  readonly support?: readonly Support<NonNullable<Value>>[];
  /** Whether the broker's value matches the declared one. Without it, values match if they are equal. */
  same?(wanted: NonNullable<Value>, found: Fields): boolean;
  /** The broker's name for it. @default the field's own name */
  readonly api?: string;
  /** Converts the broker's value to the argument's value. Without it, they are equal. */
  read?(value: unknown): unknown;
  /** The key with which a policy sets the same. An argument of the object wins over it, so it helps only without one. */
  readonly policy?: string;
  /** Its key in the object's table of arguments on the broker. Without it, the broker has it as a field of the object. */
  readonly argument?: string;
}

/** From and until which RabbitMQ version an argument holds, or some of its values. */
export interface Support<Value = unknown> {
  /** The first version that supports it. */
  readonly since?: Version;
  /** The first version that no longer does. */
  readonly until?: Version;
  /** What a version without support does with it. */
  readonly lacking: "refuses" | "ignores";
  /** The values or objects that it is about, as a text that follows the argument's name. Without it, all. */
  readonly of?: string;
  /** The key of the argument's table that it is about. Without it, the whole argument. */
  readonly part?: string;
  /** Whether it is about this value of this object. Without it, about all. */
  includes?(value: Value, args: Fields): boolean;
  /** The deprecated feature that a node's configuration can still permit: then the broker decides. */
  readonly feature?: string;
  /** What to do instead. */
  readonly instead?: string;
  /** Where it is read. Without it, `test/kinds/support.test.ts` shows it on real brokers. */
  readonly source?: string;
}

/** The support of one argument of a kind. */
export interface SupportRow extends Support {
  readonly field: string;
}

/** A field for each argument; `satisfies FieldsOf<QueueArgs>` reports one that is missing, misnamed or mistyped. */
export type FieldsOf<Args> = { [Key in keyof Args]-?: Field<Plain<Args[Key]> | undefined> };

/** A condition on several arguments together. It is checked when all of them are known. */
export interface Rule<Args> {
  readonly of: readonly (keyof Args & string)[];
  /** Describes the violation, or gives `undefined`. The failure names the first argument of {@link of}. */
  readonly problem: (args: Plain<Args>) => string | undefined;
  /**
   * Whether an object that breaks it is refused (`error`), declared with a warning (`warning`), or refused unless it exists
   * so already (`new`). @default "error"
   */
  readonly severity?: "error" | "warning" | "new";
}

/** All facts about one kind of object. The lifecycle works with any kind and never checks which one it has. */
// biome-ignore lint/suspicious/noExplicitAny: the registry holds kinds of different arguments
export interface Kind<Args = any> extends Naming<Args>, FieldFacts<Args>, Access<Args>, Relations<Args> {}

/** How a kind and its objects are named and identified. */
interface Naming<Args> {
  /** The resource's class, such as "Queue". */
  readonly name: string;
  /** The word for it in a sentence, such as "queue". */
  readonly noun: string;
  /** Names the object in a sentence, such as `queue "paid" in vhost "shop"`. */
  title(object: Fields): string;
  /** The arguments that identify the object. After a change of one, the new object is declared before this one is deleted. */
  readonly identity: readonly (keyof Args & string)[];
  /** The fields in the resource's id. @default the identity */
  readonly idFields?: readonly string[];
}

/** The fields of a kind. `facts()` derives all members except the last four from one record. */
export interface FieldFacts<Args> {
  /** A validator for each argument. */
  readonly schema: { [Key in keyof Args]-?: z.ZodType };
  /** The arguments that the broker changes in place. A change of any other one replaces the object. */
  readonly updates: readonly (keyof Args & string)[];
  /** The arguments that keep the broker's value unless the program declares them. */
  readonly leaves: readonly (keyof Args & string)[];
  /** The arguments that the state has and the broker never gets. */
  readonly local: readonly (keyof Args & string)[];
  /** The arguments whose values must never be shown. */
  readonly secrets: readonly (keyof Args & string)[];
  /** The arguments and values that not every RabbitMQ version supports. */
  readonly support: readonly SupportRow[];
  /** The key of a policy that sets the same as an argument. */
  readonly policies: { readonly [field: string]: Field["policy"] };
  /** How to compare an argument with the broker's value if equality is not enough. */
  readonly same: { readonly [field: string]: Field["same"] };
  /** The same values in the form in which other arguments give them, if a kind has several. Without it, there is one. */
  inFormOf?(args: Fields, values: Fields): Fields;
  /** Conditions on several arguments together. Without it, there are none. */
  readonly rules?: readonly Rule<Args>[];
  /** Arguments that this kind refuses, with the reason. Any other unknown argument is reported as a misspelling. */
  readonly refuses?: Readonly<Record<string, string>>;
  /** Properties that the broker returns and that are not arguments. Without it, there are none. */
  readonly outputs?: readonly string[];
  /** Outputs that earlier releases had, and that their states still contain. Without it, there are none. */
  readonly formerOutputs?: readonly string[];
  /** Those outputs that only the state knows, since they are of the moment of the creation. Without it, there are none. */
  readonly remembers?: readonly string[];
  /** Why an object must not be changed so from its earlier arguments, or `undefined`. Without it, every change is allowed. */
  forbids?(args: Plain<Args>, earlier: Fields): string | undefined;
}

/** How the objects of a kind are listed, read, declared and deleted. */
interface Access<Args> {
  /** The broker's list of all objects of the kind, of those in the same vhost if the kind is in a vhost. */
  list(object: Fields): Target<Item[]>;
  /** The arguments that the list needs. @default the vhost, if the kind is in one */
  readonly listedBy?: readonly (keyof Args & string)[];
  /** Converts an item of that list to the shape of the arguments. */
  fromApi(item: Fields): Fields;
  /** Whether an item of that list is not the whole object, so that each object is read by itself. */
  readonly isListedInPart?: boolean;
  /** Reads the object from the broker, in the shape of the arguments; `undefined` if it does not exist. */
  find(broker: Broker, object: Fields, reading: Reading): Promise<Fields | undefined>;
  /** Whether a PUT overwrites an object with other properties. Without it, the broker refuses to. */
  readonly overwrites?: boolean;
  /** Declares the object on the broker with these arguments. `found` is the object that exists already. */
  declare(broker: Broker, args: Plain<Args>, found: Fields | undefined): Promise<Declared>;
  /**
   * Refuses a deletion that would lose something, unless forced, and returns a function that deletes the object. An
   * absent object is no error. These are two steps, so that many objects can be checked before the first one is
   * deleted.
   */
  removal(broker: Broker, object: Plain<Args>, options: RemovalOptions): Promise<Removal>;
  /**
   * Why an object with these arguments cannot be deleted. A change of its identity is then refused in the preview, since the
   * deletion would fail after everything else is done. Without it, nothing is known before the deletion.
   */
  locked?(args: Plain<Args>): string | undefined;
  /**
   * Why the broker cannot delete an object, as a line for the user: Pulumi only forgets it. Without it, the broker can.
   */
  readonly stays?: string;
}

export interface RemovalOptions {
  /** Whether the deletion may lose something. */
  readonly force: boolean;
  /** Whether the object was found right before, so that no guard needs to look. */
  readonly exists?: boolean;
  /** Whether the same run deletes another object before this one. Without it, nothing is known of other objects. */
  goes?(object: BrokerObject<Kind>): boolean;
  /** Whether the same run deletes another object at the same time, perhaps after a guard that waits. */
  leaves?(object: BrokerObject): boolean;
  /** The objects that the broker deletes along with it and that a replacement declares again. */
  readonly restores?: readonly BrokerObject[];
  /** Whether a {@link Migration} has just taken out what it held, so that even a forced deletion may lose nothing. */
  readonly isTakenOut?: boolean;
}

/** Replaces an object with what it holds. */
export interface Migration<Args> {
  /** Whether the program asks for it. */
  isWanted(args: Plain<Args>, settings: Settings): boolean;
  /** Moves what the object holds to another place, for its deletion. */
  takeOut(broker: Broker, migration: TakeOut): Promise<void>;
  /** Moves back what this run or an interrupted one took out. */
  bringBack(broker: Broker, args: Plain<Args>, report: (line: string) => void): Promise<void>;
}

/** What a migration is to do. */
export interface TakeOut {
  /** The object as it is. */
  readonly former: Fields;
  /** The object as it is going to be. */
  readonly wanted: Fields;
  /** Whether consumers may be cancelled. */
  readonly force: boolean;
  readonly report: (line: string) => void;
}

/** How the objects of a kind relate to a topology and to other objects. */
interface Relations<Args> {
  /** Its place in the data of a `Topology`. Without it, a topology cannot contain objects of this kind. */
  readonly part?: Part<Args>;
  /** Arguments that a topology sends last, since the broker could refuse other changes because of them. Without it, none. */
  last?(args: Plain<Args>, earlier: Fields | undefined): readonly string[];
  /** Other objects that its arguments declare as well. Without it, there are none. */
  includes?(args: Plain<Args>): readonly BrokerObject[];
  /**
   * Other objects that it uses. It is declared after those that the program declares too, and deleted before them. A name may
   * be `undefined`. Without it, there are none.
   */
  needs?(args: Fields): readonly BrokerObject[];
  /**
   * Whether the broker deletes the object by itself once it has done its work. Its absence is then no drift: the state keeps it,
   * and only a change declares it again. Without it, none does.
   */
  isDone?(args: Plain<Args>): boolean;
  /** Other objects: when the broker deletes any of them, it deletes this object too. Without it, there are none. */
  goesWith?(object: Plain<Args>): readonly BrokerObject[];
  /** Lists the objects that the broker deletes along with it, to restore them after a replacement. Refuses if it cannot. */
  attached?(broker: Broker, object: Plain<Args>): Promise<BrokerObject[]>;
  /** How a replacement keeps what the object holds. Without it, a guard refuses to lose that. */
  readonly migration?: Migration<Args>;
}

/** The place of a kind's objects in a topology's data. */
export interface Part<Args> {
  /** The property of the data, such as "queues". */
  readonly section: string;
  /** The arguments that are the keys of its maps, outermost first. None: a vhost has one such object. */
  readonly keys: readonly (keyof Args & string)[];
  /** Makes a key for an object that has no name. The program gives such objects as a list. */
  readonly label?: (object: Fields) => string;
  /**
   * What a deletion would lose. It determines when a topology deletes the object: see `removalOrder`. Traffic is what the broker
   * itself moves into queues and out of them.
   */
  readonly holds: "traffic" | "messages" | "access" | "routes" | "settings";
}

/** Deletes an object whose deletion was not refused. */
export type Removal = () => Promise<void>;

/**
 * How certain and how fresh a read must be.
 *
 * | reading  | request                                             | "not found" is accepted                 | used by                               |
 * | -------- | --------------------------------------------------- | --------------------------------------- | ------------------------------------- |
 * | "shared" | a list that other reads of the same moment share    | with a proof, see `Client.get`          | a refresh                             |
 * | "proved" | the object itself                                   | with a proof                            | updates, deletes, `.get()`            |
 * | "peek"   | the object itself, in one request           | at once if the broker itself refuses to | creates, which declare next           |
 * |          |                                             | overwrite; else from a list, too        |                                       |
 */
export type Reading = "shared" | "proved" | "peek";

/** The result of a declaration. */
export interface Declared {
  readonly outputs?: Fields;
  /** Whether the broker reported that an object with this identity existed before. */
  readonly existed?: boolean;
  /** Lines that the user should see. */
  readonly remarks?: readonly Remark[];
}

/** A line for the user. */
export interface Remark {
  readonly line: string;
  readonly severity?: Severity;
}

export type Severity = "info" | "warn";
