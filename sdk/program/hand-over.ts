import * as pulumi from "@pulumi/pulumi";
import type { Fields } from "../../model/object";
import { shortHash } from "../../provider/hash";
import { keyOf } from "../../provider/id";
import { type KindName, kinds } from "../../provider/kinds";
import type { HandOver } from "../../provider/run";
import { providerText, typeOf } from "../provider-text";
import type { Declaration, Declared } from "./declaration";
import { writtenIdentity } from "./identity";
import { withIncluded } from "./owners";

/** Hands over to the provider what the program declares on one broker. See `provider/program.ts`. */
class Program extends pulumi.CustomResource {
  constructor(name: string, declared: Promise<string>, provider: pulumi.ProviderResource | undefined) {
    const inputs = { declared, __provider: providerText("Program") };
    super(typeOf("Program"), name, inputs, { id: "program", ...(provider && { provider }) });
  }
}

/** Hands over declarations to a provider, once the program has ended. Unit tests have no stack and no engine. */
export function handOverAtTheEnd(
  provider: pulumi.ProviderResource | undefined,
  all: () => readonly Declaration[],
): void {
  const stack = pulumi.runtime.getStackResource() as WithData | undefined;
  if (stack === undefined) return;
  const end = stack.getData();
  // A failed program hands over nothing: Pulumi deletes nothing after it.
  end.then(
    () => new Program(nameFor(provider), textOf(all()), provider),
    () => {},
  );
}

/** Pulumi's class of the stack: its data is known when the program has ended. */
interface WithData extends pulumi.Resource {
  getData(): Promise<unknown>;
}

function nameFor(provider: pulumi.ProviderResource | undefined): string {
  const { __name: name } = (provider ?? {}) as { __name?: string };
  return name === undefined ? "program" : `program of ${name}`;
}

async function textOf(all: readonly Declaration[]): Promise<string> {
  const entries = await Promise.all(
    all.flatMap(({ owner, objects }) =>
      objects().flatMap((object) => [identified(owner, object), ...includedIn(object)]),
    ),
  );
  const handOver: Record<string, { keys: string[]; unknown?: string[] }> = {};
  for (const { by, kind, identity } of entries) {
    handOver[by] ??= { keys: [] };
    if (identity) handOver[by].keys.push(shortHash(keyOf({ kind: kinds[kind], args: identity })));
    else handOver[by].unknown = [...new Set([...(handOver[by].unknown ?? []), kind])];
  }
  return JSON.stringify(handOver satisfies HandOver);
}

/** What the object includes, as far as the program knows it: an unknown part would keep all objects of its kind. */
function includedIn(object: Declared) {
  const [, ...included] = withIncluded(object);
  return included.flatMap((part) => {
    const identity = writtenIdentity(part);
    return identity ? [{ by: part.by, kind: part.kind, identity }] : [];
  });
}

interface Identified {
  readonly by: string;
  readonly kind: KindName;
  readonly identity: Fields | undefined;
}

/**
 * The object's identity: in an update, as the engine knows it, since transforms may have changed what the program gave. No
 * promise for each of a topology's thousands of objects.
 */
function identified(owner: pulumi.Resource, object: Declared): Identified | Promise<Identified> {
  const { kind, by } = object;
  const isSingle = pulumi.CustomResource.isInstance(owner) && "kind" in owner && owner.kind === kind;
  const written = () => ({ by, kind, identity: writtenIdentity(object) });
  if (!isSingle || pulumi.runtime.isDryRun()) return written();
  return registeredIdentity(owner, object).then((identity) => (identity ? { by, kind, identity } : written()));
}

async function registeredIdentity(owner: pulumi.Resource, { kind }: Declared): Promise<Fields | undefined> {
  const outputs = owner as unknown as Fields;
  const fields = await Promise.all(
    kinds[kind].identity.map(async (field) => [field, await knownValue(outputs[field])] as const),
  );
  const args = Object.fromEntries(fields);
  return writtenIdentity({ kind, args });
}

/** The value of an output; `undefined` if the engine skips its resource. */
function knownValue(output: unknown): Promise<unknown> {
  const known = pulumi.output(output) as unknown as { promise(): Promise<unknown> };
  return known.promise().catch(() => undefined);
}
