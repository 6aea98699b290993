import { pick } from "../fields";
import { IncompleteError } from "../management/errors";
import type { Options } from "../options";
import { isLocal, take } from "../step";
import { type Finder, finder } from "./find";
import type { TopologyStep } from "./plan";
import { sections } from "./section";
import type { Work } from "./work";

/** Declares what the steps say, section by section. A section with a failure is the last one: later ones build on it. */
export async function declareAll(work: Work, steps: readonly TopologyStep[], options: Options): Promise<void> {
  for (const section of sections) {
    const own = steps.filter(({ object }) => object.section === section);
    if (own.length === 0) continue;
    const sent = own.filter((step) => !isLocal(step));
    const args = sent.map(({ object }) => object.args);
    const find = await work.attempt(section.name, () => finder(section.kind, work.broker, args));
    if (!find) return;
    await work.each(
      own,
      ({ object }) => object,
      (step) => declareOne(work, step, options, find).catch((error: unknown) => keepIncomplete(work, step, error)),
    );
    if (work.hasFailed) return;
  }
}

/** It may be there, but is not as declared: the state holds it as it was, so that the next run finds what to do. */
function keepIncomplete(work: Work, { object, earlier }: TopologyStep, error: unknown): never {
  const args = earlier ?? pick(object.args, object.kind.identity);
  if (error instanceof IncompleteError) work.declared({ ...object, args });
  throw error;
}

async function declareOne(work: Work, step: TopologyStep, options: Options, find: Finder): Promise<void> {
  const { object } = step;
  const { imports, isRetained } = options;
  const its = { isRetained, takesOver: imports !== undefined };
  const { isAdopted = false } = await take(work.run, step, its, find(object.args));
  work.declared(object, { isAdopted });
}
