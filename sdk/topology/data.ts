import * as pulumi from "@pulumi/pulumi";
import type { Fields } from "../../model/object";
import { omit } from "../../provider/fields";
import { depthOf, type Section, sections } from "../../provider/topology/section";
import { asOneText, isSecret } from "../../provider/topology/text";
import { isKnown } from "../program/known";
import { hasLater, isLater } from "../program/lost";
import { complete, fromReferencesWithin, isReference } from "../program/reference";
import { TopologyPart } from "../program/topology-part";
import { prepare } from "../resource";

/**
 * A topology's data as the provider gets it: references become names, secret arguments become Pulumi secrets. A section
 * without outputs is sent as one text, since the engine's time grows with the number of values. A section whose kind has
 * secrets is one secret text, also with outputs, unless one of them is not known yet.
 */
export function toInputs(data: Fields): Fields {
  return Object.fromEntries(sections.map((section) => [section.name, toInput(section, data[section.name])]));
}

/** The objects whose names are keys of plain maps or lists, not outputs. */
export function writtenIn(data: Fields): Fields {
  return Object.fromEntries(sections.map((section) => [section.name, written(depthOf(section), data[section.name])]));
}

function toInput(section: Section, data: unknown): unknown {
  if (data === undefined) return undefined;
  const input = mapLeaves(depthOf(section), data, (leaf) => sent(section, leaf));
  const isLate = hasLater(input);
  if (!isSecret(section)) return isLate ? input : asOneText(section, input);
  return isLate ? secretOnceKnown(section, data, input) : pulumi.secret(asOneText(section, input));
}

/** A preview may not know all outputs: then only the secret arguments are secret, so that it shows the others. */
async function secretOnceKnown(section: Section, data: unknown, input: unknown): Promise<unknown> {
  const all = pulumi.output(input) as pulumi.Output<unknown>;
  if (await isKnown(all)) return pulumi.secret(all.apply((known) => asOneText(section, known)));
  return mapLeaves(depthOf(section), data, (leaf) => sent(section, leaf, section.kind.secrets));
}

function sent({ kind }: Section, leaf: Fields, secrets: readonly string[] = []): unknown {
  const { vhost, ...args } = complete(kind.name, leaf);
  // If the program gives a vhost, it is kept, since the provider's check reports it as an error.
  const given = "vhost" in leaf ? { ...args, vhost } : args;
  return fromReferencesWithin(prepare(secrets, withOwnNames(given)));
}

/** The data without the secret arguments. */
export function withoutSecrets(data: Fields): Fields {
  const shown = sections.map((section) => {
    const all = data[section.name];
    const isOpen = all === undefined || !isSecret(section);
    return [section.name, isOpen ? all : mapLeaves(depthOf(section), all, (leaf) => omit(leaf, section.kind.secrets))];
  });
  return Object.fromEntries(shown);
}

/** Replaces references to this topology's own objects by their names, since they cannot depend on the topology itself. */
function withOwnNames(args: Fields): Fields {
  const isOwn = (value: unknown) => TopologyPart.isInstance(value) && value.topology === undefined;
  return Object.fromEntries(
    Object.entries(args).map(([key, value]) => [key, isOwn(value) ? (value as TopologyPart).key : value]),
  );
}

function mapLeaves(depth: number, value: unknown, change: (leaf: Fields) => unknown): unknown {
  if (isLater(value)) {
    return (pulumi.output(value) as pulumi.Output<unknown>).apply((known) => mapLeaves(depth, known, change));
  }
  // The provider's check reports a value that is not an object.
  if (typeof value !== "object" || value === null || isReference(value)) return value;
  if (depth === 0) return change(value as Fields);
  if (Array.isArray(value)) return value.map((inner) => mapLeaves(depth - 1, inner, change));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapLeaves(depth - 1, inner, change)]));
}

function written(depth: number, value: unknown): unknown {
  if (isLater(value) || typeof value !== "object" || value === null) return undefined;
  if (depth === 0) return value;
  const known = Object.entries(value).map(([key, inner]) => [key, written(depth - 1, inner)]);
  return Object.fromEntries(known.filter(([, inner]) => inner !== undefined));
}
