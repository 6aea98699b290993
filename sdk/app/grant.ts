import type { Contract } from "../../model/contract";
import type { Question } from "./question";
import type { Grant } from "./report";

/** The rights on this object that the contract promises. */
export function grantFor(contract: Contract, { kind, name, check, pattern }: Question): Grant {
  if (kind === "queue") return contract.consumeFrom.includes(name) ? { consumeFrom: [name] } : {};
  const publishTo = contract.publishTo
    .filter(({ exchange }) => exchange === name)
    .map((target) => (pattern === undefined ? target : { exchange: name, routingKeys: [pattern] }));
  if (check === "publish") return { publishTo: publishTo.slice(0, 1) };
  const bindFrom = contract.bindFrom.map(({ exchange }) => exchange).filter((exchange) => exchange === name);
  return { ...(publishTo.length && { publishTo }), ...(bindFrom.length && { bindFrom }) };
}

/** The line of `AppAccess` arguments that grants all of these rights. */
export function appAccessLine({ application, bindFrom }: Contract, grants: readonly Grant[]): string {
  const wanted = [
    list("publishTo", publications(grants)),
    list(
      "consumeFrom",
      grants.flatMap(({ consumeFrom = [] }) => consumeFrom.map((name) => JSON.stringify(name))),
    ),
    list("temporaryQueues", sources(grants, bindFrom)),
  ].filter((text) => text !== "");
  const others = grants.some((grant) => grant.bindFrom) ? " (or bindQueue, bindExchange)" : "";
  const needs = wanted.length ? wanted.join(", ") : "a permission on each of them";
  return `AppAccess ${JSON.stringify(application)} needs ${needs}${others}; if it has that already, run \`pulumi up --refresh\``;
}

function list(role: string, items: readonly string[]): string {
  return items.length ? `${role}: [${[...new Set(items)].join(", ")}]` : "";
}

/** The exchanges that the application binds its own queues to, with the binding keys of the contract. */
function sources(grants: readonly Grant[], promised: Contract["bindFrom"]): string[] {
  return grants
    .flatMap(({ bindFrom = [] }) => bindFrom)
    .map((name) => {
      const keys = promised.find(({ exchange }) => exchange === name)?.bindingKeys?.map((key) => JSON.stringify(key));
      return `{ from: ${JSON.stringify(name)}${keys ? `, bindingKeys: [${keys.join(", ")}]` : ""} }`;
    });
}

/** One entry for each exchange with all of its routing keys; only the name if it has none. */
function publications(grants: readonly Grant[]): string[] {
  const keys = new Map<string, Set<string>>();
  for (const { exchange, routingKeys = [] } of grants.flatMap(({ publishTo = [] }) => publishTo)) {
    keys.set(exchange, new Set([...(keys.get(exchange) ?? []), ...routingKeys]));
  }
  return [...keys].map(([exchange, patterns]) => {
    if (patterns.size === 0) return JSON.stringify(exchange);
    const routingKeys = [...patterns].map((pattern) => JSON.stringify(pattern)).join(", ");
    return `{ exchange: ${JSON.stringify(exchange)}, routingKeys: [${routingKeys}] }`;
  });
}
