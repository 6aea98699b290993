import * as pulumi from "@pulumi/pulumi";

/** What Pulumi's types do not show of an output. */
interface Inner {
  promise(): Promise<unknown>;
  readonly isKnown: Promise<boolean>;
  allResources?(): Promise<Iterable<pulumi.Resource>>;
}

/** What Pulumi's types do not show of a component. */
interface Component {
  /** Done when the component has made its children. */
  readonly __data?: Promise<unknown>;
  readonly __childResources?: Set<pulumi.Resource>;
}

const inner = (output: pulumi.Output<unknown>) => output as unknown as Inner;

/** The output's value; `undefined` if a preview does not know it. */
export async function knownValue<T>(output: pulumi.Output<T>): Promise<T | undefined> {
  return (await inner(output).isKnown) ? (inner(output).promise() as Promise<T>) : undefined;
}

/**
 * Is known when everything that the values come from is there, and what `dependsOn` names, as with Pulumi's own functions:
 * in a preview, an object that is about to be created cannot be looked up, although its name is known.
 */
export function whenThere(
  values: readonly pulumi.Output<unknown>[],
  dependsOn: pulumi.InvokeOutputOptions["dependsOn"] = [],
): pulumi.Output<unknown> {
  const named = pulumi.output(dependsOn as pulumi.Input<pulumi.Resource[]>);
  const ids = async () => {
    const resources = [await inner(named).promise()].flat() as (pulumi.Resource | undefined)[];
    const implied = await Promise.all([named, ...values].map((value) => inner(value).allResources?.() ?? []));
    const all = new Set<pulumi.Resource>();
    await Promise.all([...resources, ...implied.flatMap((each) => [...each])].map((each) => addReal(all, each)));
    return pulumi.all([named.apply(() => true), ...[...all].map(idOf)]);
  };
  return pulumi.output(ids());
}

/** Adds the resource, or what a component consists of. */
async function addReal(all: Set<pulumi.Resource>, resource: pulumi.Resource | undefined): Promise<void> {
  if (!resource || all.has(resource)) return;
  all.add(resource);
  if (!pulumi.ComponentResource.isInstance(resource)) return;
  const component = resource as Component;
  await component.__data;
  await Promise.all([...(component.__childResources ?? [])].map((child) => addReal(all, child)));
}

function idOf(resource: pulumi.Resource): pulumi.Output<unknown> {
  return pulumi.CustomResource.isInstance(resource) ? resource.id : resource.urn;
}
