import type { Left } from "../../../provider/sources/source";
import { type Code, layOut } from "./code";

/** The text of a file: what its blocks of statements import, the blocks, and what the program does not own. */
export function fileOf(blocks: readonly (readonly Code[])[], left: readonly Left[]): string {
  const code = blocks.map((block) => block.map((statement) => layOut(statement)).join("\n"));
  return [...headerOf(code.join("\n")), ...code, ...commentsOf(left)].join("\n\n").concat("\n");
}

/** The imports of what the code uses. */
function headerOf(code: string): string[] {
  const own = ["adopted", "each"].filter((name) => new RegExp(`\\b${name}\\b`).test(code));
  const secrets = ["secret", "secretValue"].filter((name) => new RegExp(`\\b${name}[(<]`).test(code));
  const lines = [
    'import * as rabbitmq from "pulumi-rabbitmq-topology";',
    own.length > 0 ? `import { ${own.join(", ")} } from "./adopted";` : "",
    /\busers[.[)]/.test(code) ? 'import { users } from "./broker";' : "",
    secrets.length > 0 ? `import { ${secrets.join(", ")} } from "./secrets";` : "",
  ];
  return [lines.filter((line) => line !== "").join("\n")];
}

/** What the program does not own, for whoever wonders where it is. */
function commentsOf(left: readonly Left[]): string[] {
  if (left.length === 0) return [];
  const lines = left.map(({ what, reason }) => `// - ${oneLine(what)}: ${oneLine(reason)}`);
  return [["// Not owned by this program:", ...lines].join("\n")];
}

function oneLine(text: string): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replace(/[\u2028\u2029]/g, " ");
}
