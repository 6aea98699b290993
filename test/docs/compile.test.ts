import path from "node:path";
import ts from "typescript";
import { kinds } from "../../provider/kinds";
import { type Example, exampleOf, examplesOf, moduleOf, pages, root } from "./examples";

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

/** The compiler's errors, each with the page and the number of its block. */
function problemsOf(examples: readonly Example[]): string[] {
  const modules = new Map(examples.map((each) => [path.join(root, each.file), moduleOf(each, prelude)]));
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
  const examples = pages.flatMap(examplesOf);
  const files = examples.map(({ file }) => file);
  expect(files).toContain("docs/existing-objects.md.1.ts");
  expect(files.filter((file) => file.startsWith("docs/kinds/"))).toHaveLength(Object.keys(kinds).length);
  const wrong = exampleOf("wrong.ts", 'new rabbitmq.Queue("q", { vhost, nam: "q" });');
  expect(problemsOf([...examples, wrong])).toEqual([expect.stringMatching(/^wrong.ts: .*'nam' does not exist/)]);
});
