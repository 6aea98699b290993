import type { ChannelModel } from "amqplib";
import type { Contract } from "../../model/contract";
import { close } from "./close";
import { loginOf, type OpenOptions, open } from "./open";
import { wrongUser } from "./precheck";
import type { Report } from "./report";
import { type VerifyOptions, verifyWith } from "./verify";

/** Options for the connection and for the verification. Each has a default. */
export interface ConnectOptions extends VerifyOptions, OpenOptions {}

/**
 * Connects with amqplib, verifies the contract, and returns the connection. It closes the connection if the contract is
 * not fulfilled. No error shows the URL's password.
 *
 * @param url the `url` of the platform's `AppAccess`, such as `amqp://user:password@host:5672/vhost`
 * @throws ContractError with every difference from the contract. This includes a vhost that does not exist or that the user
 * may not use, and a user (of the URL, or of the credentials in `socketOptions`) that is not one of the contract's
 * @throws ConnectionError if the connection fails, or amqplib is not installed
 */
export async function connect(url: string, contract: Contract, options: ConnectOptions = {}): Promise<ChannelModel> {
  const { connection } = await enter(url, contract, options);
  return connection;
}

/** Connects and verifies: returns the connection, how to close it, and the report, or closes the connection and throws. */
export async function enter(
  url: string,
  contract: Contract,
  options: OpenOptions & VerifyOptions,
): Promise<{ readonly connection: ChannelModel; readonly report: Report; leave(): Promise<void> }> {
  const connection = await open(url, contract, options);
  try {
    const report = await verifyWith(wrongUser(loginOf(url, options), contract), connection, contract, options);
    return { connection, report, leave: () => close(connection) };
  } catch (error) {
    await close(connection);
    throw error;
  }
}
