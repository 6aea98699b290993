import { setTimeout as sleep } from "node:timers/promises";
import { isFinal, type Outcome } from "./attempt";

/** Pauses between attempts, in milliseconds: each attempt leaves lines in the broker's log. */
const firstPause = 500;
const longestPause = 5_000;

interface Patience {
  /** How long to try again, in milliseconds. */
  readonly wait: number;
  /** How long one attempt may take, in milliseconds. */
  readonly timeout: number;
}

/**
 * Tries until the contract is fulfilled or the time is over. `tell` gets a line when it begins to wait, and when the
 * reason changes. @returns the outcome of the last attempt
 */
export async function patiently(
  { wait, timeout }: Patience,
  attempt: (timeout: number) => Promise<Outcome>,
  tell: (line: string) => void,
): Promise<Outcome> {
  const end = performance.now() + wait;
  const left = () => end - performance.now();
  let told: string | undefined;
  for (let pause = firstPause; ; pause = Math.min(2 * pause, longestPause)) {
    const outcome = await attempt(Math.min(timeout, Math.max(left(), 1_000)));
    if (isFinal(outcome) || left() <= 0) return outcome;
    const reason = reasonOf(outcome);
    if (reason !== told) tell(`waiting, for ${Math.ceil(left() / 1_000)} s at most: ${reason}`);
    told = reason;
    await sleep(Math.min(pause, left()));
  }
}

function reasonOf(outcome: Outcome): string {
  if (outcome.result === "fulfilled") return "";
  if (outcome.result === "not checked") return outcome.error.message;
  const [first, ...more] = outcome.error.findings;
  const others = more.length > 0 ? `, and ${more.length} more` : "";
  return first ? `${first.object}: ${first.problem}${others}` : outcome.error.headline;
}
