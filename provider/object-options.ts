import type { z } from "zod";
import type { Fields } from "../model/object";
import { flag } from "./kinds/schema";
import { type OnExisting, onExisting } from "./management/settings";
import { unknownValue } from "./unknown";

/** What the program sets for one object of any kind and the broker never gets: no kind has it as a field. */
export interface ObjectOptions {
  /** What to do if the object exists already. @default that of the provider */
  readonly onExisting?: OnExisting | undefined;
  /** Of a topology's object only: whether it must not be deleted. @default that of the topology */
  readonly protect?: boolean | undefined;
}

const schemas: { readonly [Name in keyof ObjectOptions]-?: z.ZodType } = { onExisting, protect: flag };

export const objectOptions = Object.keys(schemas);

export function isObjectOption(name: string): boolean {
  return Object.hasOwn(schemas, name);
}

/** What is wrong with the known options, such as `protect must be true or false`. */
export function optionProblems(options: ObjectOptions): string[] {
  return Object.entries(schemas).flatMap(([name, schema]) => {
    const value = (options as Fields)[name];
    if (value === undefined || value === unknownValue) return [];
    return schema.safeParse(value).error?.issues.map(({ message }) => `${name} ${message}`) ?? [];
  });
}
