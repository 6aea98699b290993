import { pick } from "../fields";
import { IncompleteError } from "../management/errors";
import type { Options } from "../options";
import { isLocal, perform } from "../step";
import { type Finder, finder } from "./find";
import type { TopologyStep } from "./plan";
import { sections } from "./section";
import type { Work } from "./work";

/** Carries out the steps, section by section. Stops after a section with a failure, since later ones depend on it. */
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

/** The object may exist, but not as declared. The state gets its earlier arguments, so that the next run changes it. */
function keepIncomplete(work: Work, { object, earlier }: TopologyStep, error: unknown): never {
  const args = earlier ?? pick(object.args, object.kind.identity);
  if (error instanceof IncompleteError) work.declared({ ...object, args });
  throw error;
}

async function declareOne(work: Work, step: TopologyStep, options: Options, find: Finder): Promise<void> {
  const { object } = step;
  const { imports, isRetained } = options;
  const onExisting = object.options.onExisting ?? options.onExisting;
  const its = { isRetained, takesOver: imports !== undefined, onExisting };
  const { isAdopted = false } = await perform(work.run, step, its, find(object.args));
  work.declared(object, { isAdopted });
}
