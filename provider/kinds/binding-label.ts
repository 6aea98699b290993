import type { Fields } from "../../model/object";
import { canonical } from "../id";

/** What tells a binding from others, for people: `orders -> billing.paid: order.*.paid`. */
export function bindingLabel({ source, destinationType, destination, routingKey, arguments: table }: Fields): string {
  const type = destinationType === "exchange" ? "exchange " : "";
  const key = routingKey ? `: ${token(routingKey)}` : "";
  const more = table ? ` ${canonical(table)}` : "";
  return `${token(source)} -> ${type}${token(destination)}${key}${more}`;
}

/** A name as it is, unless it could be taken for more than one. */
function token(value: unknown): string {
  const text = String(value);
  return /^[\w.*#/@+-]+$/.test(text) ? text : JSON.stringify(text);
}
