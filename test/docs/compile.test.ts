import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { kinds } from "../../provider/kinds";

const root = path.resolve(__dirname, "../..");
const docs = readdirSync("docs", { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".md"));
const pages = ["README.md", ...docs.map((file) => `docs/${file}`)];

const library = 'import * as rabbitmq from "pulumi-rabbitmq-topology";';

/** What the examples use without declaring it. */
const prelude = `
declare const vhost: rabbitmq.VHost;
declare const config: import("@pulumi/pulumi").Config;
declare const events: rabbitmq.Exchange;
declare const dead: rabbitmq.Exchange;
declare const orders: rabbitmq.Queue;
declare const paid: rabbitmq.Queue;
declare const billing: rabbitmq.User;
declare const west: rabbitmq.FederationUpstream;
declare const contract: rabbitmq.Contract;
`;

/** Each block of TypeScript as a module; not those that are cut from an example, which is compiled itself. */
function modulesOf(page: string): [file: string, text: string][] {
  const blocks = readFileSync(page, "utf8").matchAll(/^```ts\n(?!\/\/ examples\/)([\s\S]*?)^```$/gm);
  return [...blocks].map(([, code = ""], index) => {
    const imports = new Set([library, ...(code.match(/^import .*$/gm) ?? [])]);
    const body = code.replace(/^import .*$/gm, "").replace(/^export /gm, "");
    const text = `${[...imports].join("\n")}${prelude}export async function example() {\n${body}}\n`;
    return [path.join(root, `${page}.${index + 1}.ts`), text];
  });
}

/** The compiler's errors, each with the page and the number of its block. */
function problemsOf(modules: ReadonlyMap<string, string>): string[] {
  const { config } = ts.readConfigFile(path.join(root, "tsconfig.json"), ts.sys.readFile);
  const options: ts.CompilerOptions = {
    ...ts.parseJsonConfigFileContent(config, ts.sys, root).options,
    resolveJsonModule: true,
    noUnusedLocals: false,
    noPropertyAccessFromIndexSignature: false,
    // A page's `./topology.json` is that of the package's test.
    rootDirs: [path.join(root, "docs"), path.join(root, "test/package/consumer")],
    paths: {
      "pulumi-rabbitmq-topology": [path.join(root, "sdk/index.ts")],
      "pulumi-rabbitmq-topology/app": [path.join(root, "sdk/app/index.ts")],
    },
  };
  const host = ts.createCompilerHost(options);
  const fromDisk = host.getSourceFile;
  host.getSourceFile = (file, version, ...more) => {
    const text = modules.get(file);
    return text === undefined ? fromDisk(file, version, ...more) : ts.createSourceFile(file, text, version);
  };
  const program = ts.createProgram([...modules.keys()], options, host);
  return program
    .getSourceFiles()
    .filter(({ fileName }) => modules.has(fileName))
    .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
    .map(
      ({ file, messageText }) =>
        `${path.relative(root, file?.fileName ?? "")}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
    );
}

test("every example in README and docs compiles, and the check finds one that does not", () => {
  const examples = pages.flatMap(modulesOf);
  const files = examples.map(([file]) => path.relative(root, file));
  expect(files).toContain("docs/existing-objects.md.1.ts");
  expect(files.filter((file) => file.startsWith("docs/kinds/"))).toHaveLength(Object.keys(kinds).length);
  const wrong = `${library}${prelude}export const queue = new rabbitmq.Queue("q", { vhost, nam: "q" });`;
  expect(problemsOf(new Map([...examples, [path.join(root, "wrong.ts"), wrong]]))).toEqual([
    expect.stringMatching(/^wrong.ts: .*'nam' does not exist/),
  ]);
});
