import type { ChannelModel, SocketOptions } from "amqplib";
import type { Contract } from "../../model/contract";
import { ConnectionError, ContractError } from "./errors";
import { assertSupported, strangers } from "./precheck";
import { type Address, readUrl } from "./url";

/** How to connect; everything has a default. */
export interface OpenOptions {
  /** Milliseconds to wait for each answer of the broker. @default 30000 */
  timeout?: number;
  /** amqplib's own options: certificates, heartbeat, client properties. */
  socketOptions?: SocketOptions;
}

/** amqplib's connect, with errors that say what is wrong. */
export async function open(url: string, contract: Contract, options: OpenOptions = {}): Promise<ChannelModel> {
  const { timeout = 30_000, socketOptions } = options;
  assertSupported(contract);
  const address = readUrl(url);
  if (address.vhost !== contract.vhost) {
    throw vhostError(contract, loginOf(url, options), {
      problem: `the URL leads to the vhost ${JSON.stringify(address.vhost)}`,
      remedy: `use the url that AppAccess ${JSON.stringify(contract.application)} gives`,
    });
  }
  const amqplib = load();
  try {
    // By itself, amqplib takes the bytes of a name or password outside ASCII one by one.
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

/** The user that this logs in as; not known of a certificate. */
export function loginOf(url: string, { socketOptions }: OpenOptions): string | undefined {
  const credentials = socketOptions?.credentials;
  return credentials ? credentials.username : readUrl(url).username;
}

/** Only whoever connects needs amqplib. */
function load(): typeof import("amqplib") {
  try {
    return require("amqplib");
  } catch (cause) {
    throw new ConnectionError("amqplib is not installed: npm install amqplib", { cause });
  }
}

/** amqplib hides the broker's reason for refusing a vhost, and has no code for a refused login. */
function translate(error: Error, { host, username, hide }: Address, contract: Contract, login?: string): Error {
  const { message } = error;
  const user = JSON.stringify(login ?? username);
  if (/^Expected ConnectionOpenOk; got <ConnectionClose/.test(message)) {
    return vhostError(contract, login, {
      code: 530,
      problem: `missing, or the user ${user} has no permission in it, or a limit of its connections is reached`,
      remedy: `run \`pulumi up --refresh\` of ${contract.stack}: it makes the vhost and the user's permission`,
    });
  }
  const connecting = `${host} cannot be connected to`;
  if (/^Handshake terminated by server: 403/.test(message)) {
    return new ConnectionError(`${connecting}: the user ${user} is unknown there, or its password is wrong (403)`);
  }
  const why = message || (error as NodeJS.ErrnoException).code || error.name;
  return new ConnectionError(`${connecting}: ${hide(why)}`, { cause: error });
}

function vhostError(
  contract: Contract,
  login: string | undefined,
  finding: { code?: number; problem: string; remedy: string },
): ContractError {
  return new ContractError(contract, [
    ...strangers(login, contract),
    { object: `vhost ${JSON.stringify(contract.vhost)}`, check: "connect", ...finding },
  ]);
}
