import type { ChannelModel, SocketOptions } from "amqplib";
import type { Contract } from "../../model/contract";
import { ConnectionError, ContractError } from "./errors";
import { assertSupported, wrongUser } from "./precheck";
import { refusedOf } from "./refused";
import { type Address, readUrl } from "./url";

/** Options for the connection. Each has a default. */
export interface OpenOptions {
  /** How long to wait for each answer of the broker, in milliseconds. @default 30000 */
  timeout?: number;
  /** amqplib's socket options: certificates, heartbeat, client properties, credentials. @default none */
  socketOptions?: SocketOptions;
}

/** Connects with amqplib, and turns its errors into errors that name the cause. */
export async function open(url: string, contract: Contract, options: OpenOptions = {}): Promise<ChannelModel> {
  const { timeout = 30_000, socketOptions } = options;
  assertSupported(contract);
  const address = readUrl(url);
  if (address.vhost !== contract.vhost) {
    throw vhostError(contract, loginOf(url, options), {
      problem: `the URL names the vhost ${JSON.stringify(address.vhost)}`,
      remedy: `log in with the \`url\` of AppAccess ${JSON.stringify(contract.application)}`,
    });
  }
  const amqplib = load();
  try {
    // amqplib decodes a user or password of a URL wrongly if it is not ASCII, so it gets them as credentials.
    const credentials = address.password && amqplib.credentials.plain(address.username, address.password);
    return await amqplib.connect(url, {
      noDelay: true,
      timeout,
      ...(credentials && { credentials }),
      ...socketOptions,
    });
  } catch (error) {
    throw translate(error as Error, address, contract, loginOf(url, options));
  }
}

/** The user that the connection logs in as; `undefined` for a login by certificate. */
export function loginOf(url: string, { socketOptions }: OpenOptions): string | undefined {
  const credentials = socketOptions?.credentials;
  return credentials ? credentials.username : readUrl(url).username;
}

/** Loads amqplib only when it connects, since `verify` works without the package. */
function load(): typeof import("amqplib") {
  try {
    return require("amqplib");
  } catch (cause) {
    throw new ConnectionError("amqplib is not installed: npm install amqplib", { cause });
  }
}

/** Names the cause of a failed connect. */
function translate(error: Error, { host, username, hide }: Address, contract: Contract, login?: string): Error {
  const { message } = error;
  const user = JSON.stringify(login ?? username);
  const refused = refusedOf(error);
  if (refused === "vhost") {
    return vhostError(contract, login, {
      code: 530,
      problem: `missing, or the user ${user} has no permission in it, or a connection limit is reached`,
      remedy: `run \`pulumi up --refresh\` of ${contract.stack}: it declares the vhost and the user's permission`,
    });
  }
  const failure = `cannot connect to ${host}`;
  if (refused === "login") {
    return new ConnectionError(`${failure}: the user ${user} does not exist, or its password is wrong (403)`);
  }
  const why = message || (error as NodeJS.ErrnoException).code || error.name;
  return new ConnectionError(`${failure}: ${hide(why)}`, { cause: error });
}

function vhostError(
  contract: Contract,
  login: string | undefined,
  finding: { code?: number; problem: string; remedy: string },
): ContractError {
  return new ContractError(contract, [
    ...wrongUser(login, contract),
    { object: `vhost ${JSON.stringify(contract.vhost)}`, check: "connect", ...finding },
  ]);
}
