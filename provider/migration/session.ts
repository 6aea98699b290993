import { setTimeout as sleep } from "node:timers/promises";
import type { Channel, ChannelModel, ConfirmChannel } from "amqplib";
import { close } from "../../sdk/app/close";
import { refusedOf } from "../../sdk/app/refused";
import { ConfigurationError, ConnectionError, RabbitMQError } from "../management/errors";
import { missing, type Settings } from "../management/settings";
import { tlsOptions } from "../management/tls";
import { keepBytes } from "./frames";

const reasonMilliseconds = 100;

/** A connection to one vhost by AMQP 0-9-1, with a channel to consume and one to publish with confirms. */
export interface Session {
  readonly consumer: Channel;
  readonly publisher: ConfirmChannel;
  /** Rejects when a channel or the connection fails. */
  readonly failure: Promise<never>;
}

/**
 * Does the work with a session, which ends with it.
 * @throws ConnectionError for all that amqplib throws: the broker closes a channel for whatever it cannot do
 */
export async function inSession(
  settings: Settings,
  vhost: string,
  work: (session: Session) => Promise<void>,
): Promise<void> {
  const { close, ...session } = await openSession(settings, vhost);
  try {
    await work(session);
  } catch (error) {
    if (error instanceof RabbitMQError || error instanceof TypeError) throw error;
    const reason = new ConnectionError(
      `what was asked at ${settings.amqpEndpoint} failed: ${reasonOf(error as Error)}`,
    );
    // A question that is under way fails before the connection says why.
    throw await Promise.race([session.failure.catch((why: Error) => why), sleep(reasonMilliseconds, reason)]);
  } finally {
    await close();
  }
}

async function openSession(settings: Settings, vhost: string): Promise<Session & { close(): Promise<void> }> {
  const { amqpEndpoint } = settings;
  if (amqpEndpoint === undefined) throw missing("amqpEndpoint", "amqp://localhost:5672");
  const connection = await connect(settings, amqpEndpoint, vhost);
  if (!keepBytes(connection)) {
    await close(connection);
    throw new ConfigurationError("a migration does not know this version of amqplib: npm install amqplib@2.3");
  }
  let fail = (_error?: Error) => {};
  const failure = new Promise<never>((_, reject) => {
    fail = (error) => reject(new ConnectionError(`the connection to ${amqpEndpoint} failed: ${reasonOf(error)}`));
  });
  failure.catch(() => {});
  connection.on("error", fail).on("close", fail);
  try {
    const consumer = await connection.createChannel();
    const publisher = await connection.createConfirmChannel();
    for (const channel of [consumer, publisher]) channel.on("error", fail);
    return { consumer, publisher, failure, close: () => close(connection, consumer) };
  } catch (error) {
    await close(connection);
    throw new ConnectionError(`cannot open a channel at ${amqpEndpoint}: ${reasonOf(error as Error)}`);
  }
}

async function connect(settings: Settings, endpoint: string, vhost: string): Promise<ChannelModel> {
  const { connect, credentials } = load();
  const { username = "", password = "", token } = settings;
  const url = `${endpoint}/${encodeURIComponent(vhost)}`;
  try {
    return await connect(url, {
      noDelay: true,
      timeout: settings.timeout * 1_000,
      credentials: token === undefined ? credentials.plain(username, password) : credentials.plain("", token),
      clientProperties: { connection_name: "pulumi-rabbitmq-topology migration" },
      ...(endpoint.startsWith("amqps:") && tlsOptions(settings)),
    });
  } catch (error) {
    throw new ConnectionError(`cannot connect to ${endpoint}: ${whyNot(error as Error, vhost)}`);
  }
}

/** Loaded only for a migration, since nothing else of the provider needs the package. */
function load(): typeof import("amqplib") {
  try {
    return require("amqplib");
  } catch (cause) {
    throw new ConfigurationError(
      "a migration moves messages with amqplib, which is not installed: npm install amqplib",
      {
        cause,
      },
    );
  }
}

function whyNot(error: Error, vhost: string): string {
  const refused = refusedOf(error);
  if (refused === "vhost")
    return `the vhost "${vhost}" is missing, the user has no permission in it, or a connection limit is reached (530)`;
  if (refused === "login") return "the broker refuses the login (403)";
  return reasonOf(error);
}

function reasonOf(error: Error | undefined): string {
  return error?.message || (error as NodeJS.ErrnoException | undefined)?.code || "it was closed";
}
