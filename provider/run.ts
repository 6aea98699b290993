import pLimit from "p-limit";
import type { BrokerObject, Fields } from "../model/object";
import type { Broker } from "./broker";
import { shortHash } from "./hash";
import { canonical, keyOf } from "./id";
import { Inquiry } from "./inquiry";
import type { Kind, Reading, Severity } from "./kind";
import { RefusedError } from "./management/errors";
import type { InquirySettings } from "./management/settings";
import { markOf } from "./options";
import { Secrets } from "./secrets";

type KindObject = BrokerObject<Kind>;

const uncheckedCertificate =
  "the broker's certificate is not checked (rabbitmq:insecure), so another server could read the password: set rabbitmq:cacertFile instead";

/** What each resource of a program declares, by the resource's label. */
export interface HandOver {
  readonly [label: string]: {
    /** The hashes of the objects' keys. A topology may have thousands of objects. */
    readonly keys: readonly string[];
    /** The kinds of its objects whose identity the program does not know. */
    readonly unknown?: readonly string[];
  };
}

/**
 * The facts that one run of the provider keeps between calls. Pulumi passes no old inputs to `create`, and does not
 * tell `delete` whether the program still declares the object. The id does not show it either, since two entries of a
 * state can refer to the same object. Pulumi calls `check` and `diff` before both, so these two record here what they
 * see.
 */
export class Run {
  readonly #connect: () => Broker;
  #broker: Broker | undefined;
  readonly #declarers = new Map<string, string>();
  readonly #earlier = new Map<string, Fields>();
  readonly #lost = new Map<string, readonly BrokerObject[]>();
  readonly #deletedFirst = new Set<string>();
  readonly #leaving = new Map<string, KindObject>();
  readonly #possible: { readonly object: KindObject; readonly resource: string }[] = [];
  /** The labels of the resources that declare an object, by the hash of its key, or perhaps an object of a kind. */
  readonly #program = new Map<string, string[]>();
  #hasAdopted = false;

  /** The texts that no line of the run shows. */
  readonly secrets = new Secrets();

  /** Shows a line to the user. */
  readonly report: (line: string, severity?: Severity) => void;

  /** What the checks of the run ask the broker. */
  readonly inquiry: Inquiry;

  /** Runs one task at a time: for a task that reads objects, deletes them and declares them again. */
  readonly alone = pLimit(1);

  constructor(
    connect: () => Broker,
    report: (line: string, severity?: Severity) => void = (line, severity = "info") => console[severity](line),
    /** Whether the engine of the run is gone, so that nothing more must be begun. */
    readonly isAbandoned: () => boolean = () => false,
    /** How the checks of the run ask the broker. */
    inquirySettings: () => InquirySettings = () => this.broker().settings,
  ) {
    this.#connect = connect;
    this.report = (line, severity) => report(this.secrets.hiddenIn(line), severity);
    this.inquiry = new Inquiry(() => connect().hasty(), inquirySettings, this.report);
  }

  /** The only client of the run, created when the first object needs it. */
  broker(): Broker {
    if (this.#broker) return this.#broker;
    this.#broker = this.#connect();
    const { insecure, endpoint } = this.#broker.settings;
    if (insecure && endpoint.startsWith("https:")) this.report(uncheckedCertificate, "warn");
    return this.#broker;
  }

  /** Refuses to begin with an object after the engine was killed. What is under way is finished. */
  refuseIfAbandoned(): void {
    if (this.isAbandoned()) throw new RefusedError("not begun: the Pulumi command that started this run is gone");
  }

  /** Reads the object from the broker, in the shape of its arguments; `undefined` if it does not exist. */
  find({ kind, args }: KindObject, reading: Reading): Promise<Fields | undefined> {
    return kind.find(this.broker(), args, reading);
  }

  /** Declares the object on the broker and reports the kind's remarks. `found` is the object that exists already. */
  async send({ kind, args }: KindObject, found: Fields | undefined): Promise<{ outputs: Fields; existed: boolean }> {
    const { outputs = {}, existed = false, remarks = [] } = await kind.declare(this.broker(), args, found);
    for (const { line, severity } of remarks) this.report(line, severity);
    return { outputs, existed };
  }

  /**
   * Records that a resource of the program declares the object. A `delete` of it then comes from a leftover entry of the
   * state, and would delete the object that the program still declares. Gives the resource that declared the object first;
   * that may be the same one, since the engine checks a replacement twice.
   */
  noteDeclared(object: KindObject, resource: string): string {
    const key = keyOf(object);
    const first = this.#declarers.get(key) ?? resource;
    this.#declarers.set(key, first);
    return first;
  }

  declares(object: KindObject): boolean {
    return this.#declarers.has(keyOf(object));
  }

  /** Records that a resource of the program may declare an object of which a part of the identity is known. */
  notePossible(object: KindObject, resource: string): void {
    this.#possible.push({ object, resource });
  }

  /** A resource that may declare the object. */
  possibleDeclarer({ kind, args }: KindObject): string | undefined {
    const matches = (known: KindObject) =>
      known.kind === kind &&
      Object.entries(known.args).every(([field, value]) => canonical(value) === canonical(args[field]));
    return this.#possible.find(({ object }) => matches(object))?.resource;
  }

  /** The mark of the resource that declares the object, for its state. */
  mark(object: KindObject | undefined): string | undefined {
    const label = object && this.#declarers.get(keyOf(object));
    return label === undefined ? undefined : markOf(label);
  }

  /** Records what the whole program declares, also in resources outside `--target`, for which Pulumi calls no `check`. */
  noteProgram(handOver: HandOver): void {
    for (const [label, { keys, unknown = [] }] of Object.entries(handOver)) {
      for (const key of [...keys, ...unknown]) {
        const known = this.#program.get(key);
        if (known) known.push(label);
        else this.#program.set(key, [label]);
      }
    }
  }

  /** A resource of the program, other than the one with this mark, that declares the object or may declare it. */
  otherDeclarer(object: KindObject, by: string | undefined): string | undefined {
    if (this.#program.size === 0) return undefined;
    const labels = [shortHash(keyOf(object)), object.kind.name].flatMap((key) => this.#program.get(key) ?? []);
    return labels.find((label) => markOf(label) !== by);
  }

  /** Records what a resource declared before: an object that exists under this identity belongs to this resource alone. */
  noteEarlier(object: KindObject, resource: string): void {
    this.#earlier.set(keyFor(object, resource), object.args);
  }

  /** What the resource that declares the object declared under the same identity before. */
  earlier(object: KindObject): Fields | undefined {
    const resource = this.#declarers.get(keyOf(object));
    return resource === undefined ? undefined : this.#earlier.get(keyFor(object, resource));
  }

  /** Whether the run has reported no adopted object before. */
  isFirstAdoption(): boolean {
    const isFirst = !this.#hasAdopted;
    this.#hasAdopted = true;
    return isFirst;
  }

  /** Records an object that this run deletes. */
  noteLeaving(object: KindObject): void {
    if (object.kind.part?.holds === "messages") this.#leaving.set(keyOf(object), object);
  }

  /** Records that Pulumi asked to delete an object before it asks to create its replacement. */
  noteDeletedFirst(object: KindObject): void {
    this.#deletedFirst.add(keyOf(object));
  }

  wasDeletedFirst(object: KindObject): boolean {
    return this.#deletedFirst.has(keyOf(object));
  }

  isLeaving(object: KindObject): boolean {
    return this.#leaving.has(keyOf(object));
  }

  /** The queues that this run deletes, as far as it knows: Pulumi does not announce the delete of a whole resource. */
  get leaving(): readonly KindObject[] {
    return [...this.#leaving.values()].filter((object) => !this.declares(object));
  }

  /** Records the objects that an earlier run deleted along with this one and could not restore. */
  noteLost(object: KindObject, lost: readonly BrokerObject[]): void {
    this.#lost.set(keyOf(object), lost);
  }

  lost(object: KindObject): readonly BrokerObject[] {
    return this.#lost.get(keyOf(object)) ?? [];
  }
}

function keyFor(object: KindObject, resource: string): string {
  return JSON.stringify([resource, keyOf(object)]);
}
