import { fc } from "../../support/random";
import { allFaults, type Fault } from "../proxy";
import type { Outage } from "./own-broker";
import type { Shape } from "./project";

type Interruption = "interrupted once" | "interrupted twice" | "killed" | "machine lost";

/** What happens to one command. */
export interface Mishap {
  readonly fault: Fault | "slow" | Outage | Interruption | "disk full";
  /** The number of requests before it. */
  readonly after: number;
  /** The number of requests that the fault of a proxy meets. */
  readonly during: number;
  /** Whether it comes before the broker gets the request, or between the broker's answer and the provider. */
  readonly isBefore: boolean;
  /** Whether the broker comes back while the command runs. */
  readonly isShort: boolean;
}

const steps = ["create", "change", "refresh", "destroy"] as const;
export type Step = (typeof steps)[number];

/** The four commands of a stack, and what happens to each. */
export interface Life extends Readonly<Record<Step, Mishap>> {
  readonly shape: Shape["shape"];
  /** Whether the other applications leave before the destroy that the mishap meets; otherwise the guards refuse it. */
  readonly isLeft: boolean;
}

export const outages: readonly Outage[] = ["broker stopped", "broker killed", "broker paused"];
const interruptions: readonly Interruption[] = ["interrupted once", "interrupted twice", "killed", "machine lost"];

const mishap = (requests: number): fc.Arbitrary<Mishap> =>
  fc.record({
    fault: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...allFaults, "slow" as const) },
      { weight: 3, arbitrary: fc.constantFrom(...outages) },
      { weight: 3, arbitrary: fc.constantFrom(...interruptions) },
      { weight: 1, arbitrary: fc.constant("disk full" as const) },
    ),
    after: fc.nat(requests),
    during: fc.constantFrom(1, 2, 5, 1_000),
    isBefore: fc.boolean(),
    isShort: fc.boolean(),
  });

const anyLife: fc.Arbitrary<Life> = fc.record({
  shape: fc.constantFrom("singles" as const, "topology" as const, "access" as const),
  create: mishap(14),
  change: mishap(40),
  refresh: mishap(6),
  destroy: mishap(18),
  isLeft: fc.boolean(),
});

/** The life with this number, the same one each time. Numbers that follow each other would give similar ones. */
export function lifeOf(number: number): Life {
  const [life] = fc.sample(fc.noBias(anyLife), { seed: Math.imul(number, 0x9e3779b1), numRuns: 1 });
  return life as Life;
}

export const titleOf = (life: Life) =>
  `${life.shape}: ${steps.map((step) => `${step}, ${life[step].fault} after ${life[step].after} requests`).join("; ")}`;
