import type { ChannelModel } from "amqplib";
import type { Contract } from "../../model/contract";
import { close } from "./close";
import { loginOf, type OpenOptions, open } from "./open";
import { strangers } from "./precheck";
import type { Report } from "./report";
import { type VerifyOptions, verifyWith } from "./verify";

/** How to connect, and how to verify then; everything has a default. */
export interface ConnectOptions extends VerifyOptions, OpenOptions {}

/**
 * Connects with amqplib, verifies the contract, and gives the connection. Where the contract is not fulfilled, the
 * connection is closed again. No error shows the URL's password.
 *
 * @param url such as `amqp://user:password@host:5672/vhost`: the `url` of the platform's `AppAccess`
 * @throws ContractError with everything that is not as the contract says; also if the vhost is missing or closed to this user,
 * and if the user, of the URL or of the credentials in `socketOptions`, is not the contract's, whatever it may do
 * @throws ConnectionError if there is no connection, or amqplib is not installed
 */
export async function connect(url: string, contract: Contract, options: ConnectOptions = {}): Promise<ChannelModel> {
  const { connection } = await enter(url, contract, options);
  return connection;
}

/** A connection of the contract's own user, and what was checked on it; closed again where anything is not as promised. */
export async function enter(
  url: string,
  contract: Contract,
  options: OpenOptions & VerifyOptions,
): Promise<{ readonly connection: ChannelModel; readonly report: Report }> {
  const connection = await open(url, contract, options);
  try {
    const report = await verifyWith(strangers(loginOf(url, options), contract), connection, contract, options);
    return { connection, report };
  } catch (error) {
    await close(connection);
    throw error;
  }
}
