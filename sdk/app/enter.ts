import type { ChannelModel } from "amqplib";
import type { Contract } from "../../model/contract";
import { close } from "./close";
import { loginOf, type OpenOptions, open } from "./open";
import type { Report } from "./report";
import { strangers } from "./stranger";
import { type VerifyOptions, verifyWith } from "./verify";

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
