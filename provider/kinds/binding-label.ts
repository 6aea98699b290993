import type { Fields } from "../../model/object";
import { canonical } from "../id";

/** A readable text that identifies a binding: `orders -> billing.paid: order.*.paid`. */
export function bindingLabel({ source, destinationType, destination, routingKey, arguments: table }: Fields): string {
  const type = destinationType === "exchange" ? "exchange " : "";
  const key = routingKey ? `: ${token(routingKey)}` : "";
  const more = table ? ` ${canonical(table)}` : "";
  return `${token(source)} -> ${type}${token(destination)}${key}${more}`;
}

/** The name as it is, or in quotes if it could be read as more than one name. */
function token(value: unknown): string {
  const text = String(value);
  return /^[\w.*#/@+-]+$/.test(text) ? text : JSON.stringify(text);
}
