import path from "node:path";
import ts from "typescript";
import { kinds } from "../../provider/kinds";

const root = path.resolve(__dirname, "../..");
const program = path.join(root, "hover.ts");
const names = [...Object.keys(kinds), "AppAccess", "Topology", "Provider"];
const text = [
  'import * as rabbitmq from "./sdk";',
  'import { Queue } from "./sdk";',
  ...names.map((name) => `new rabbitmq.${name}("name", {} as never);`),
  'new Queue("queue", { vhost: "shop", name: "queue" });',
].join("\n");

const { config } = ts.readConfigFile(path.join(root, "tsconfig.json"), ts.sys.readFile);
const { readFile, fileExists, directoryExists, getDirectories, readDirectory } = ts.sys;
const hostOfFiles = { readFile, fileExists, directoryExists, getDirectories, readDirectory };
const service = ts.createLanguageService({
  ...hostOfFiles,
  getCompilationSettings: () => ts.parseJsonConfigFileContent(config, ts.sys, root).options,
  getScriptFileNames: () => [program],
  getScriptVersion: () => "1",
  getScriptSnapshot: (file) => {
    const content = file === program ? text : ts.sys.readFile(file);
    return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
  },
  getCurrentDirectory: () => root,
  getDefaultLibFileName: ts.getDefaultLibFilePath,
});

/** What an editor shows where the mouse is. */
function hover(place: string): { words: string; tags: string[] } {
  const start = text.indexOf(place);
  expect(start).toBeGreaterThan(0);
  const info = service.getQuickInfoAtPosition(program, start + place.length - 2);
  const tags = (info?.tags ?? []).map((tag) => `${tag.name} ${ts.displayPartsToString(tag.text)}`);
  return { words: ts.displayPartsToString(info?.documentation), tags };
}

test("hovering the construction of each class shows its own sentence and an example", () => {
  const shown = names.map((name) => ({ name, ...hover(`new rabbitmq.${name}(`) }));
  expect(new Set(shown.map(({ words }) => words.split(". ")[0])).size).toBe(names.length);
  for (const { name, tags } of shown) {
    const example = tags.find((tag) => tag.startsWith("example")) ?? "";
    expect(example).toContain(`new rabbitmq.${name}(`);
  }
  expect(hover("new Queue(").words).toMatch(/^A classic queue, a quorum queue or a stream\./);
});

test("hovering an argument shows what it is", () => {
  expect(hover('"shop", name:').words).toMatch(/^Its name: 1 to 255 bytes/);
});
