import { z } from "zod";
import type { Fields } from "../../model/object";
import { RefusedError } from "../management/errors";
import type { FoundObject, Left } from "./source";

/** The objects of one thing of a source. What cannot be read is listed with its reason, and the others remain. */
export function attempt(what: string, left: Left[], read: () => readonly FoundObject[]): readonly FoundObject[] {
  try {
    return read();
  } catch (error) {
    left.push({ what, reason: reasonOf(error) });
    return [];
  }
}

/** Where what is wrong, such as `resources.3.type: Invalid input: expected string`. */
export function issueOf({ issues: [first] }: z.ZodError): string {
  return [first?.path.join("."), first?.message].filter(Boolean).join(": ");
}

/** Only what odd data can cause. */
function reasonOf(error: unknown): string {
  if (error instanceof RefusedError) return error.message;
  if (error instanceof z.ZodError) return `cannot be read: ${error.issues.map(({ message }) => message).join("; ")}`;
  if (error instanceof TypeError) return "cannot be read: a part of it is missing, or has another type than it should";
  throw error;
}

/** A table of names and values. @throws RefusedError for anything else, except none and RabbitMQ's empty list */
export function tableIn(item: Fields, name: string): Fields {
  const value = item[name] ?? {};
  if (typeof value === "object" && !Array.isArray(value)) return value as Fields;
  if (Array.isArray(value) && value.length === 0) return {};
  throw new RefusedError(`its ${name} must be a table of names and values`);
}
