import type { Contract } from "../../model/contract";
import { attempt, type Outcome } from "./attempt";
import { readContract } from "./contract-file";
import { urlFor, urlsIn } from "./login";
import { reportOf, textOf, type Verified } from "./report";
import { patiently } from "./wait";

export interface VerifyOptions {
  readonly probe?: boolean;
  /** In seconds. */
  readonly timeout: number;
  /** How long to try again, in seconds. */
  readonly wait?: number;
  readonly json?: boolean;
}

const exitCodes = { fulfilled: 0, "not fulfilled": 1, "not checked": 2 } as const;

/** Verifies the contracts in the files and prints the results. @returns the highest exit code of them */
export async function verify(files: readonly string[], variable: string | undefined, options: VerifyOptions) {
  try {
    const urls = urlsIn(variable);
    const contracts = await Promise.all(files.map(async (file) => ({ file, contract: await readContract(file) })));
    const logins = contracts.map((each) => ({ ...each, url: urlFor(each.contract, urls) }));
    const isOne = logins.length === 1;
    const verified = await Promise.all(
      logins.map(async ({ file, contract, url }) => {
        const tell = (line: string) => console.error(isOne ? line : `${file}: ${line}`);
        const outcome = await verifyOne(url, contract, options, tell);
        if (outcome.result === "not checked") tell(outcome.error.message);
        return { file, contract, outcome };
      }),
    );
    if (options.json) console.log(JSON.stringify(verified.map(reportOf), null, 2));
    else print(verified);
    return Math.max(...verified.map(({ outcome }) => exitCodes[outcome.result]));
  } catch (error) {
    console.error((error as Error).message);
    return 2;
  }
}

function verifyOne(
  url: string,
  contract: Contract,
  { probe = false, timeout, wait }: VerifyOptions,
  tell: (line: string) => void,
): Promise<Outcome> {
  const within = (milliseconds: number) => attempt(url, contract, { probe, timeout: milliseconds });
  if (wait === undefined) return within(timeout * 1_000);
  return patiently({ wait: wait * 1_000, timeout: timeout * 1_000 }, within, tell);
}

function print(verified: readonly Verified[]): void {
  const texts = verified.map((each) => {
    const text = textOf(each);
    return text !== undefined && verified.length > 1 ? `${each.file}:\n\n${text}` : text;
  });
  const shown = texts.filter((text) => text !== undefined);
  if (shown.length > 0) console.log(shown.join("\n\n"));
}
