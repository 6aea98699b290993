import { ContractError } from "../sdk/app";
import { enter } from "../sdk/app/connect";
import { readContract } from "./contract-file";
import { table } from "./table";

/** Verifies the contract in a file and prints the result. @returns the exit code */
export async function verify(
  file: string,
  url: string | undefined,
  { probe = false, timeout }: { probe?: boolean; timeout: number },
): Promise<0 | 1 | 2> {
  try {
    if (!url) throw new Error("AMQP_URL is not set: set it to amqp://user:password@host:5672/vhost");
    const contract = await readContract(file);
    const { leave, report } = await enter(url, contract, { probe, timeout: timeout * 1_000 });
    await leave();
    console.log(table(report, []));
    console.log(`\nthe contract of ${JSON.stringify(contract.application)} is fulfilled`);
    return 0;
  } catch (error) {
    if (error instanceof ContractError) {
      console.log(table(error.report, error.findings));
      console.log(`\n${[error.headline, ...error.remedies].join("\n")}`);
      return 1;
    }
    console.error((error as Error).message);
    return 2;
  }
}
