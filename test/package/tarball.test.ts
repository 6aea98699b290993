import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { checkout, Project, pack } from "./project";

const project = new Project();
const bin = (name: string) => path.join(checkout, "node_modules", ".bin", name);
let tarball: string;

beforeAll(async () => {
  tarball = await pack(project);
  await project.run("tar", ["xzf", tarball]);
});
afterAll(() => project.remove());

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));

const schemas = ["contract.schema.json", "topology.schema.json"];

test("the tarball holds the build and what describes it", () => {
  const others = filesIn(project.path("package")).filter((file) => !file.startsWith(`dist${path.sep}`));
  expect(others.sort()).toEqual(["CHANGELOG.md", "LICENSE", "README.md", "package.json"]);
});

test("the build holds what the sources make, and nothing that is left of earlier ones", () => {
  const strangers = filesIn(project.path("package", "dist")).filter((file) => {
    if (schemas.includes(file)) return false; // made by the last steps of the build
    const [, source] = file.match(/^(.*?)(\.d\.ts|\.js)(\.map)?$/) ?? [];
    return !source || !existsSync(path.join(checkout, `${source}.ts`));
  });
  expect(strangers).toEqual([]);
});

test("publint finds nothing", async () => {
  expect(await project.run(bin("publint"), ["run", tarball, "--strict"])).toContain("All good!");
});

test("every entry has the right types for every module resolution", async () => {
  const { exports } = JSON.parse(readFileSync(project.path("package", "package.json"), "utf8"));
  const { analysis, problems } = JSON.parse(
    await project.run(bin("attw"), [
      tarball,
      "--no-definitely-typed",
      "--format",
      "json",
      "--exclude-entrypoints",
      ...schemas,
    ]),
  );
  expect(problems ?? {}).toEqual({});
  for (const entry of Object.keys(exports).filter((name) => !name.endsWith("schema.json"))) {
    expect(analysis.entrypoints[entry].resolutions).toMatchObject({
      node10: { resolution: expect.anything() },
      "node16-cjs": { resolution: expect.anything() },
      "node16-esm": { resolution: expect.anything() },
      bundler: { resolution: expect.anything() },
    });
  }
});

test("the public types need no package but Pulumi's, and the application's not even that", () => {
  const types = (...names: string[]) => [...packagesNeededBy(project.path("package", "dist", "sdk", ...names))];
  expect(types("index.d.ts")).toEqual(["@pulumi/pulumi"]);
  expect(types("app", "index.d.ts")).toEqual(["amqplib"]);
});

/** The packages that this declaration file imports, and those that it imports in turn. */
function packagesNeededBy(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return new Set();
  seen.add(file);
  const imports = ts.preProcessFile(readFileSync(file, "utf8")).importedFiles.map(({ fileName }) => fileName);
  const needed = imports.filter((name) => !name.startsWith("."));
  const own = imports.filter((name) => name.startsWith(".")).map((name) => path.resolve(path.dirname(file), name));
  const files = own.map((name) => [`${name}.d.ts`, path.join(name, "index.d.ts")].find(existsSync) ?? name);
  return new Set([...needed, ...files.flatMap((each) => [...packagesNeededBy(each, seen)])]);
}
