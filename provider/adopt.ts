import type { BrokerObject, Fields } from "../model/object";
import { fixedDifferences } from "./changes";
import { type Difference, describe, differences } from "./compare";
import { pick } from "./fields";
import { formatId } from "./id";
import type { Kind } from "./kind";
import { RefusedError } from "./management/errors";
import type { OnExisting } from "./management/settings";
import type { Run } from "./run";

/** Which existing objects may be changed to what is declared. */
export interface AdoptOptions {
  /** The option `import`: the id of the object that may be. */
  readonly imports?: string | undefined;
  /** Whether any object may be, as the option `import` of a topology allows it. */
  readonly takesOver?: boolean;
  /** What else to do with an existing object. @default that of the provider */
  readonly onExisting?: OnExisting | undefined;
}

export interface Adoption {
  readonly outputs: Fields;
  readonly isAdopted: true;
}

/** Adopts an object that is as declared. Changes a different one in place if the program asks for it, else refuses. */
export async function adopt(
  run: Run,
  object: BrokerObject<Kind>,
  { imports, takesOver = imports !== undefined, onExisting }: AdoptOptions,
  found: Fields,
): Promise<Adoption> {
  const { kind, args } = object;
  const differing = differences(object, found);
  const id = formatId({ kind, args: { ...args, ...found } });
  const otherwise = onExisting ?? run.broker().settings.onExisting;
  if (takesOver) refuseImport(kind, id, imports ?? id, differing);
  else if (otherwise === "fail") {
    throw new RefusedError(`exists already (${askedBy(onExisting)}onExisting=fail): ${importHint(id)}`);
  } else if (otherwise === "takeOver") {
    const problem = takeOverProblem(kind, differing);
    if (problem !== undefined) throw new RefusedError(problem);
  } else if (differing.length > 0) throw new RefusedError(otherThanDeclared(kind, id, differing));
  if (differing.length > 0) await run.send(object, found);
  return { outputs: pick(found, kind.outputs), isAdopted: true };
}

/** Why an object cannot be changed to what is declared, in the preview and when it is declared. */
export function takeOverProblem(kind: Kind, differing: readonly Difference[], verb = "taken over"): string | undefined {
  const fixed = fixedDifferences(kind, differing);
  if (fixed.length === 0) return undefined;
  return `cannot be ${verb} as declared, since the broker cannot change in place: ${describe(kind, fixed)}. Nothing was changed: declare it as it is`;
}

/**
 * Reports adopted objects, and with the first of them what that means. A renamed resource without an alias has two entries
 * in the state for a moment, and `destroy --target` of the old one runs no program that could keep it from deleting the
 * object.
 */
export function reportAdoption(run: Run, title: string, names = ""): void {
  const meaning = run.isFirstAdoption() ? `. ${adoptionMeans}` : "";
  run.report(`${title} existed already and is now managed by this stack${names}${meaning}`);
}

const adoptionMeans =
  "Adopted objects are the stack's own: `pulumi destroy` deletes them, unless protect or retainOnDelete is set. If you only renamed a resource, run `pulumi up` without --target next, or give it an alias";

function refuseImport(kind: Kind, id: string, imported: string, differing: readonly Difference[]): void {
  if (id !== imported) throw new RefusedError(`the option import is "${imported}", but the resource declares "${id}"`);
  const problem = takeOverProblem(kind, differing, "imported");
  if (problem !== undefined) throw new RefusedError(problem);
}

function otherThanDeclared(kind: Kind, id: string, differing: readonly Difference[]): string {
  const fixed = fixedDifferences(kind, differing).length > 0;
  const remedy = `declare it as it is, or ${fixed ? "delete it first" : importHint(id)}. After \`pulumi up --replace\`, run it without --replace`;
  return `exists already, with other properties: ${describe(kind, differing)}. Nothing was changed: ${remedy}`;
}

/** The object's own argument has no prefix. */
function askedBy(own: OnExisting | undefined): string {
  return own === undefined ? "rabbitmq:" : "";
}

function importHint(id: string): string {
  return `take it over with the resource option { import: ${JSON.stringify(id)} }`;
}
