import path from "node:path";
import fc from "fast-check";
import { isLong } from "./environment";

export const seed = Number(process.env["TEST_SEED"] || 4);
const runs = process.env["TEST_RUNS"];

/** How many rounds a random test makes: these few, and many times as many in `npm run test:long`, or TEST_RUNS. */
export const rounds = (few: number) => Number(runs || (isLong ? 20 * few : few));

fc.configureGlobal({
  seed,
  numRuns: rounds(100),
  reporter: (run) => {
    if (!run.failed) return;
    const file = path.relative("", String(expect.getState().testPath));
    const again = `TEST_SEED=${seed} ${runs ? `TEST_RUNS=${runs} ` : ""}npm run ${isLong ? "test:long" : "test"} -- ${file}`;
    throw new Error(`${fc.defaultReportMessage(run)}\n\nThe same rounds again: ${again}`, { cause: run.errorInstance });
  },
});

export { fc };
