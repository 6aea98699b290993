import amqplib, { type ChannelModel } from "amqplib";
import type { Contract } from "../../model/contract";
import type { Fields } from "../../model/object";
import { api } from "../support/admin";
import type { TestBroker } from "../support/environment";
import { provider } from "../support/provider";

export interface Declared {
  readonly exchanges?: readonly Fields[];
  readonly queues?: readonly Fields[];
  /** Of the application's user; configure always is ^$. */
  readonly write?: string;
  readonly read?: string;
  /** Topic permission to write, by exchange. */
  readonly topics?: Readonly<Record<string, string>>;
}

export const password = "pässword@:/%";

/** The platform's side of one application: a vhost of its own, its objects, and a user of the same name. */
export class Platform {
  readonly #clients: ChannelModel[] = [];

  constructor(
    readonly broker: TestBroker,
    readonly name: string,
  ) {}

  async declare({ exchanges = [], queues = [], write = "^$", read = "^$", topics = {} }: Declared): Promise<void> {
    const { broker, name } = this;
    const vhost = name;
    await this.remove();
    await provider(broker, "VHost").create({ name });
    for (const exchange of exchanges) await provider(broker, "Exchange").create({ vhost, type: "direct", ...exchange });
    for (const queue of queues) await provider(broker, "Queue").create({ vhost, type: "classic", ...queue });
    await provider(broker, "User").create({ name, password });
    await provider(broker, "Permissions").create({ vhost, user: name, write, read });
    for (const [exchange, pattern] of Object.entries(topics)) {
      await provider(broker, "TopicPermissions").create({ vhost, user: name, exchange, write: pattern });
    }
  }

  url(query = ""): string {
    return urlOf(new URL(this.broker.amqpUrl).host, this.name, this.name, query);
  }

  /** A connection of the application, with its own listeners as it should have. */
  async connect(url = this.url()): Promise<ChannelModel> {
    const { username, password: encoded } = new URL(url);
    // amqplib reads a password's UTF-8 wrongly from a URL.
    const credentials = amqplib.credentials.plain(decodeURIComponent(username), decodeURIComponent(encoded));
    const connection = await amqplib.connect(url, { noDelay: true, credentials });
    connection.on("error", () => {});
    this.#clients.push(connection);
    return connection;
  }

  /** A connection of the administrator, who may do everything in the vhost. */
  async connectAsAdmin(): Promise<ChannelModel> {
    const { host, username, password: encoded } = new URL(this.broker.amqpUrl);
    await api(this.broker, "PUT", `permissions/${encodeURIComponent(this.name)}/${username}`, {
      configure: ".*",
      write: ".*",
      read: ".*",
    });
    return this.connect(`amqp://${username}:${encoded}@${host}/${encodeURIComponent(this.name)}`);
  }

  contract(promised: Partial<Contract>): Contract {
    return {
      version: 1,
      application: "billing",
      vhost: this.name,
      usernames: [this.name],
      stack: "acme/shop/prod",
      owner: "team-platform",
      exchanges: [],
      queues: [],
      publishTo: [],
      consumeFrom: [],
      bindFrom: [],
      permissions: { configure: "^$", write: "^$", read: "^$" },
      ...promised,
    };
  }

  async remove(): Promise<void> {
    await Promise.all(this.#clients.splice(0).map((client) => client.close().catch(() => {})));
    await api(this.broker, "DELETE", `vhosts/${encodeURIComponent(this.name)}`);
    await api(this.broker, "DELETE", `users/${encodeURIComponent(this.name)}`);
  }
}

export function urlOf(host: string, user: string, vhost: string, query = ""): string {
  return `amqp://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${host}/${encodeURIComponent(vhost)}${query}`;
}

/** The error of a promise that has to fail. */
export async function failure<E extends Error>(work: Promise<unknown>): Promise<E> {
  return work.then(
    () => {
      throw new Error("it was expected to fail");
    },
    (error) => error,
  );
}

/** The number of listeners for each event of the application's connection. */
export function listeners(connection: ChannelModel): Record<string, number> {
  return Object.fromEntries(
    ["error", "close", "blocked", "unblocked"].map((event) => [event, connection.listenerCount(event)]),
  );
}
