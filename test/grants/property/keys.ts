import type { Operation } from "../../../model/operation";
import { isLiteral, topicMatches } from "../../support/topic-match";
import { predeclared, type World } from "./world";

/** Which keys an application may use at each exchange, by what it asked for, without the compiled patterns. */
export function keysOf({ exchanges }: World, asked: readonly Operation[]) {
  const isTopic = (name: string) =>
    [...exchanges, predeclared].some((one) => one.name === name && one.type === "topic");
  const at = (exchange: string) =>
    asked.filter(({ verb, target, other }) =>
      verb === "publish" ? target.name === exchange : verb.startsWith("bind") && other?.name === exchange,
    );
  const patternsAt = (exchange: string) => at(exchange).flatMap(({ keys }) => keys ?? []);

  return {
    /** Just inside and just outside, and for bindings the patterns themselves. */
    worthATry(exchange: string, verb: "publish" | "bind"): string[] {
      if (!isTopic(exchange)) return ["any key"];
      const patterns = patternsAt(exchange);
      const routing = patterns.flatMap((pattern) => {
        const least = pattern
          .replace(/\*/g, "w")
          .replace(/(^|\.)#/g, "")
          .replace(/^\./, "");
        return [least, pattern.replace(/[*#]/g, "w"), `${least}.w`];
      });
      const tried = verb === "bind" ? [...patterns, "#", ...routing] : [...routing, ""];
      return [...new Set([...tried.slice(0, 6), "other"])];
    },

    allows({ verb, target, other }: Operation, key: string): boolean {
      const exchange = (other ?? target).name;
      if (!isTopic(exchange) || patternsAt(exchange).length === 0) return true;
      const alike = at(exchange).filter((one) => (one.verb === "publish") === (verb === "publish"));
      const granted = alike.flatMap(({ keys }) => keys ?? ["#"]);
      if (granted.includes("#")) return true;
      if (verb !== "publish" && !isLiteral(key)) return granted.includes(key);
      return granted.some((pattern) => topicMatches(pattern, key));
    },
  };
}
