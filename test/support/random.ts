import path from "node:path";
import fc from "fast-check";
import { isLong } from "./environment";

const seed = Number(process.env["TEST_SEED"] || 4);

/** How many rounds a random test makes: these few, and many times as many in `npm run test:long`. */
export const rounds = (few: number) => (isLong ? 20 * few : few);

fc.configureGlobal({
  seed,
  numRuns: rounds(100),
  reporter: (run) => {
    if (!run.failed) return;
    const file = path.relative("", String(expect.getState().testPath));
    const again = `TEST_SEED=${seed} npm run ${isLong ? "test:long" : "test"} -- ${file}`;
    throw new Error(`${fc.defaultReportMessage(run)}\n\nThe same rounds again: ${again}`, { cause: run.errorInstance });
  },
});

export { fc };
