import type { z } from "zod";
import type { Fields } from "../../model/object";
import { pick } from "../fields";
import { formatId } from "../id";
import { listingOf } from "../inventory";
import type { Kind } from "../kind";
import { placeOfVHost } from "../kinds/vhost-guard";
import { BrokerError, RefusedError } from "../management/errors";
import { type Items, noVHost } from "../management/shared-list";
import { MissingError } from "./missing";
import type { Reader } from "./reader";

/** One object, which must exist. */
export async function one(reader: Reader, kind: Kind, given: Fields): Promise<Fields> {
  const object = identified(kind, given, kind.identity);
  const found = await kind.find(reader, object, "shared");
  if (!found) throw new MissingError(kind.title(object));
  return shown(kind, { ...object, ...found });
}

/** All objects of the kind, of those in one vhost if the kind is in a vhost. */
export async function all(reader: Reader, kind: Kind, given: Fields): Promise<Fields[]> {
  const container = identified(kind, given, kind.listedBy ?? kind.identity.filter(isVHost));
  const items = await itemsIn(reader, kind, container);
  const listed = [...items.values()].map((item) => kind.fromApi(item)).filter((object) => isDeclarable(kind, object));
  const found = await Promise.all(listed.map((object) => complete(reader, kind, object)));
  return found.filter((object) => object !== undefined).map((object) => shown(kind, object));
}

async function itemsIn(reader: Reader, kind: Kind, container: Fields): Promise<Items> {
  const noSuchVHost = () => new MissingError(`vhost "${container["vhost"]}"`);
  const items = await reader.listed(listingOf(kind, container)).catch(async (error: unknown) => {
    // RabbitMQ 4.0 answers 500 to a request for operator policies in a vhost that does not exist.
    const isObscure = error instanceof BrokerError && error.status === 500 && container["vhost"] !== undefined;
    throw isObscure && !(await reader.get(placeOfVHost(String(container["vhost"])))) ? noSuchVHost() : error;
  });
  if (items === noVHost) throw noSuchVHost();
  return items;
}

/** The fields that identify what is asked for. A name that no program could declare, such as `amq.topic`, may exist. */
function identified(kind: Kind, given: Fields, fields: readonly string[]): Fields {
  const entries = fields.map((field) => {
    const value = given[field];
    const { data, error } = (kind.schema[field] as z.ZodType).safeParse(value);
    if (!error) return [field, data];
    if (typeof value === "string") return [field, value];
    throw new RefusedError(value === undefined ? `${field} must be given` : `${field} ${error.issues[0]?.message}`);
  });
  return Object.fromEntries(entries);
}

/** Adds what only a read of the object itself has. The management API cannot address each name that its lists have. */
async function complete(reader: Reader, kind: Kind, listed: Fields): Promise<Fields | undefined> {
  try {
    const found = await kind.find(reader, listed, "shared");
    return found && { ...listed, ...found };
  } catch (error) {
    if (error instanceof RefusedError) return listed;
    throw error;
  }
}

/** Without the default exchange, which has no name, and the bindings from it: the broker makes these itself. */
function isDeclarable({ idFields, identity }: Kind, object: Fields): boolean {
  return (idFields ?? identity).every((field) => object[field] !== "");
}

/** What the broker has of the object, with its id for the option `import` and for `get`. */
function shown(kind: Kind, object: Fields): Fields {
  const fields = Object.keys(kind.schema).filter((field) => !kind.local.includes(field));
  return { id: formatId({ kind, args: object }), ...pick(object, [...fields, ...(kind.outputs ?? [])]) };
}

function isVHost(field: string): boolean {
  return field === "vhost";
}
