import type { Fields } from "../../../model/object";
import { unknownValue } from "../../../provider/unknown";
import { call, Expression, quoted } from "./literal";
import type { WrittenObject } from "./object";

/** The secret arguments of an object, as expressions that read them from the configuration. */
export function secretsOf({ kind, args, logicalName }: WrittenObject, template?: string): Record<string, Expression> {
  const fields = kind.secrets.filter((field) => args[field] !== undefined);
  return Object.fromEntries(
    fields.map((field) => {
      const key =
        template === undefined
          ? quoted(keyOf(kind.name, logicalName, field))
          : `\`${keyOf(kind.name, template, field)}\``;
      return [field, new Expression(call(readerOf(args[field]), key))];
    }),
  );
}

/** The values of all secrets, by their keys in the configuration; "" for those that the source does not show. */
export function secretValues(objects: readonly WrittenObject[]): Fields {
  const entries = objects.flatMap(({ kind, args, logicalName }) =>
    kind.secrets
      .filter((field) => args[field] !== undefined)
      .map((field) => [keyOf(kind.name, logicalName, field), args[field] === unknownValue ? "" : args[field]] as const),
  );
  return Object.fromEntries(entries);
}

/** The keys of the secrets that the user has to fill in. */
export function unknownSecrets(secrets: Fields): string[] {
  return Object.keys(secrets).filter((key) => secrets[key] === "");
}

function keyOf(kind: string, logicalName: string, field: string): string {
  return `${kind} ${logicalName} ${field}`;
}

/** The function that reads a value of this type. */
function readerOf(value: unknown): string {
  if (typeof value === "string") return "secret";
  const isList = Array.isArray(value) && value.every((each) => typeof each === "string");
  return `secretValue<${isList ? "string[]" : "unknown"}>`;
}
