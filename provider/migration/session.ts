import type { Channel, ChannelModel, ConfirmChannel } from "amqplib";
import { close } from "../../sdk/app/close";
import { refusedOf } from "../../sdk/app/refused";
import { ConfigurationError, ConnectionError } from "../management/errors";
import { missing, type Settings } from "../management/settings";
import { tlsOptions } from "../management/tls";
import { keepBytes } from "./frames";

/** A connection to one vhost by AMQP 0-9-1, with a channel to consume and one to publish with confirms. */
export interface Session {
  readonly consumer: Channel;
  readonly publisher: ConfirmChannel;
  /** Rejects when a channel or the connection fails. */
  readonly failure: Promise<never>;
  close(): Promise<void>;
}

export async function openSession(settings: Settings, vhost: string): Promise<Session> {
  const { amqpEndpoint } = settings;
  if (amqpEndpoint === undefined) throw missing("amqpEndpoint", "amqp://localhost:5672");
  const connection = await connect(settings, amqpEndpoint, vhost);
  if (!keepBytes(connection)) {
    await close(connection);
    throw new ConfigurationError("a migration does not know this version of amqplib: npm install amqplib@2.3");
  }
  const failure = new Promise<never>((_, reject) => {
    const fail = (error?: Error) =>
      reject(new ConnectionError(`the connection to ${amqpEndpoint} failed: ${reasonOf(error)}`));
    connection.on("error", fail);
    connection.on("close", fail);
  });
  failure.catch(() => {});
  try {
    return {
      consumer: await connection.createChannel(),
      publisher: await connection.createConfirmChannel(),
      failure,
      close: () => close(connection),
    };
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
