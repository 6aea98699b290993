import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export const root = path.resolve(__dirname, "../..");
const docs = readdirSync("docs", { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".md"));
export const pages = ["README.md", ...docs.map((file) => `docs/${file}`)];

/** A block of TypeScript in a page: what it imports, and the rest, without `export`. */
export interface Example {
  readonly file: string;
  readonly imports: readonly string[];
  readonly body: string;
}

const library = 'import * as rabbitmq from "pulumi-rabbitmq-topology";';

/** Each block of TypeScript; not those that are cut from an example, which is compiled and run itself. */
export function examplesOf(page: string): Example[] {
  const blocks = readFileSync(page, "utf8").matchAll(/^```ts\n(?!\/\/ examples\/)([\s\S]*?)^```$/gm);
  return [...blocks].map(([, code = ""], index) => exampleOf(`${page}.${index + 1}.ts`, code));
}

export function exampleOf(file: string, code: string): Example {
  return {
    file,
    imports: [...new Set([library, ...(code.match(/^import .*$/gm) ?? [])])],
    body: code.replace(/^import .*$/gm, "").replace(/^export /gm, ""),
  };
}

/** An example as a module with one function; `prelude` declares what it uses of the program around it. */
export function moduleOf({ imports, body }: Example, prelude: string): string {
  return `${imports.join("\n")}${prelude}export async function example() {\n${body}}\n`;
}
