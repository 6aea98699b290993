import type { BrokerObject, Fields } from "../model/object";
import { versionIn } from "../model/version";
import type { Broker } from "./broker";
import { knownDifferences } from "./compare";
import { identityOf } from "./id";
import { listingOf } from "./inventory";
import type { Kind, Severity } from "./kind";
import { ConfigurationError, RabbitMQError } from "./management/errors";
import { path } from "./management/path";
import type { InquirySettings, OnExisting } from "./management/settings";
import { list } from "./management/target";
import type { Release } from "./support";
import { hasUnknown } from "./unknown";

/**
 * What checks ask the broker. In a preview Pulumi calls nothing but `check` for a new resource, so this is the only place
 * where a preview learns what the broker has. All checks of a run share the answers. Without an answer, a check goes on.
 */
export class Inquiry {
  readonly #connect: () => Broker;
  readonly #settings: () => InquirySettings;
  readonly #report: (line: string, severity?: Severity) => void;
  #broker: Broker | undefined;
  #release: Promise<Release | undefined> | undefined;
  #isOver = false;

  constructor(
    connect: () => Broker,
    settings: () => InquirySettings,
    report: (line: string, severity?: Severity) => void,
  ) {
    this.#connect = connect;
    this.#settings = settings;
    this.#report = report;
  }

  /** The RabbitMQ that the objects are to be declared on: `rabbitmq:targetVersion`, else that of the broker. */
  release(): Promise<Release | undefined> {
    const { targetVersion } = this.#settings();
    this.#release ??= targetVersion
      ? Promise.resolve({ version: targetVersion, from: "rabbitmq:targetVersion is", denies: () => true })
      : this.#ask(releaseOf);
    return this.#release;
  }

  /** The object as it is on the broker, in the shape of the arguments. */
  async find({ kind, args }: BrokerObject<Kind>): Promise<Fields | undefined> {
    if (kind.identity.some((field) => hasUnknown(args[field]))) return undefined;
    return this.#ask(async (broker) => {
      const items = await broker.listed(listingOf(kind, args));
      const item = items.get(identityOf(kind, args));
      return item && kind.fromApi(item);
    });
  }

  /** The object as its declaration is going to find it, if it exists with other properties than these arguments. */
  async findOther(object: BrokerObject<Kind>): Promise<Fields | undefined> {
    const { kind, args } = object;
    const listed = await this.find(object);
    if (!listed || knownDifferences(object, listed).length === 0) return undefined;
    // The list may lack a part of the object, such as a vhost's limits.
    return this.#ask((broker) => kind.find(broker, args, "peek"));
  }

  /** What the provider does with an existing object that does not say it itself. */
  get onExisting(): OnExisting {
    return this.#settings().onExisting;
  }

  async #ask<T>(question: (broker: Broker) => Promise<T>): Promise<T | undefined> {
    if (this.#isOver || !this.#settings().previewReads) return undefined;
    try {
      this.#broker ??= this.#connect();
      return await question(this.#broker);
    } catch (error) {
      if (!(error instanceof RabbitMQError)) throw error;
      // Without an address, the run itself reports what is not set.
      if (!this.#isOver && !(error instanceof ConfigurationError)) this.#report(unanswered(error));
      this.#isOver = true;
      return undefined;
    }
  }
}

function unanswered({ message }: Error): string {
  return `the preview could not ask the broker, so it did not check what depends on the broker: ${message}`;
}

async function releaseOf(broker: Broker): Promise<Release> {
  const version = await broker.version();
  const denied = await deniedFeatures(broker, version);
  return { version, from: "the broker runs", denies: (feature) => denied.has(feature) };
}

/** RabbitMQ 3 has no such list, and that of 4.0 has no states: then the broker itself refuses. */
async function deniedFeatures(broker: Broker, version: string): Promise<ReadonlySet<unknown>> {
  if (versionIn(version)[0] < 4) return new Set();
  const features = await broker.getExisting(list(path`deprecated-features`, {}, ["name", "deprecation_phase"]));
  return new Set(features.filter(({ state }) => state === "denied").map(({ name }) => name));
}
