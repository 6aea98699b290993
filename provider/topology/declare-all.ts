import { change, declare } from "../declare";
import { pick } from "../fields";
import { formatId } from "../id";
import { IncompleteError } from "../management/errors";
import type { Options } from "../options";
import { type Finder, finder } from "./find";
import type { Step } from "./plan";
import { sections } from "./section";
import type { Work } from "./work";

/** Declares what the steps say, section by section. A section with a failure is the last one: later ones build on it. */
export async function declareAll(work: Work, steps: readonly Step[], options: Options): Promise<void> {
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
function keepIncomplete(work: Work, { object, earlier }: Step, error: unknown): never {
  const args = earlier ?? pick(object.args, object.kind.identity);
  if (error instanceof IncompleteError) work.declared({ ...object, args });
  throw error;
}

/** Nothing that the broker knows of. */
function isLocal({ object: { kind }, earlier, changed }: Step): boolean {
  return earlier !== undefined && changed.every((field) => kind.local?.includes(field));
}

async function declareOne(work: Work, step: Step, options: Options, finder: Finder): Promise<void> {
  const { object, earlier, changed, replaced } = step;
  const { kind, args } = object;
  const find = finder(args);
  if (isLocal(step)) {
    // Kept in the state only.
  } else if (earlier && replaced.length === 0) {
    await change(work.run, object, changed, find);
  } else {
    const found = await find("peek");
    const imports = options.imports !== undefined &&
      found && { imports: formatId({ kind, args: { ...args, ...found } }) };
    const mine = { isRetained: options.isRetained, ...imports, earlier };
    const { isAdopted = false } = await declare(work.run, object, mine, async () => found);
    return work.declared(object, { isAdopted });
  }
  work.declared(object);
}
