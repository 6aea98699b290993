import type { Fields } from "../../model/object";
import { unknownValue } from "../unknown";
import { withoutEmpty } from "./from-item";

/** The value of a shovel's parameter, from the attributes of its Terraform resource. */
export function shovelValue({ source_uri, destination_uri, ...info }: Fields): Fields {
  const keys = Object.entries(withoutEmpty(info)).map(([name, value]) => [keyOf(name), typed(name, value)]);
  const uris = { "src-uri": source_uri || unknownValue, "dest-uri": destination_uri || unknownValue };
  return { ...uris, ...Object.fromEntries(keys) };
}

/** Such as `src-queue` of `source_queue`, and `dest-queue-args` of `destination_queue_arguments`. */
function keyOf(attribute: string): string {
  return attribute
    .replace(/^source_/, "src_")
    .replace(/^destination_/, "dest_")
    .replace(/_arguments$/, "_args")
    .replaceAll("_", "-");
}

/** The state has a number of messages as text. */
function typed(attribute: string, value: unknown): unknown {
  return attribute.endsWith("delete_after") && /^\d+$/.test(String(value)) ? Number(value) : value;
}
