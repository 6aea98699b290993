import * as pulumi from "@pulumi/pulumi";
import type { Fields } from "../../model/object";
import { depthOf, type Section, sections } from "../../provider/topology/section";
import { asOneText } from "../../provider/topology/text";
import { complete, fromReferencesWithin, isReference } from "../program/reference";
import { TopologyPart } from "../program/topology-part";
import { prepare } from "../resource";

/** A topology's data as it is sent: names instead of resources, secrets as such, and as text where nothing is waited for. */
export function toInputs(data: Fields): Fields {
  return Object.fromEntries(sections.map((section) => [section.name, toInput(section, data[section.name])]));
}

/** The objects of the data that are written in the program, without waiting for anything. */
export function writtenIn(data: Fields): Fields {
  return Object.fromEntries(sections.map((section) => [section.name, written(depthOf(section), data[section.name])]));
}

function toInput(section: Section, data: unknown): unknown {
  if (data === undefined) return undefined;
  const input = mapLeaves(depthOf(section), data, (leaf) => sent(section, leaf));
  return hasLater(input) ? input : asOneText(section, input);
}

function sent({ kind }: Section, leaf: Fields): unknown {
  const { vhost, ...args } = complete(kind.name, leaf);
  // One that the program gives is told by the provider's check.
  const given = "vhost" in leaf ? { ...args, vhost } : args;
  return fromReferencesWithin(prepare(kind.secrets, withOwnNames(given)));
}

/** What `define` handed out is part of the same data: its name is known. */
function withOwnNames(args: Fields): Fields {
  const isOwn = (value: unknown) => TopologyPart.isInstance(value) && value.topology === undefined;
  return Object.fromEntries(
    Object.entries(args).map(([key, value]) => [key, isOwn(value) ? (value as TopologyPart).key : value]),
  );
}

function mapLeaves(depth: number, value: unknown, change: (leaf: Fields) => unknown): unknown {
  if (isLater(value)) return pulumi.output(value).apply((known) => mapLeaves(depth, known, change));
  // What is no object is told by the provider's check.
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

export function isLater(value: unknown): value is pulumi.Input<unknown> & object {
  return value instanceof Promise || pulumi.Output.isInstance(value);
}

function hasLater(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return isLater(value) || Object.values(value).some(hasLater);
}
