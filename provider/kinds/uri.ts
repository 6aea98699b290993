import { z } from "zod";
import { text } from "../../model/name";
import type { Fields } from "../../model/object";
import { nonEmpty } from "./schema";

const one = text
  .regex(/^amqps?:\/\//i, "must begin with amqp:// or amqps://")
  .regex(/^\S*$/, "must not contain a blank: write it as %20");

/** One AMQP URI, or several, of which the broker uses any one that works. */
export const uris = z.union([one, nonEmpty(z.array(one))], {
  error: 'must be one or several URIs such as "amqp://user:password@host:5672/vhost", each percent-encoded',
});

/** Whether two fields have the same URIs: one URI is the same as a list with only that one. */
export function sameURIs(field: string) {
  return (wanted: unknown, found: Fields) => JSON.stringify([wanted].flat()) === JSON.stringify([found[field]].flat());
}
