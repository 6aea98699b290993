import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { programOf } from "../../cli/import/program/program";
import { prove } from "../../cli/import/prove";
import { checkTypes } from "../../cli/import/types";
import { Workspace } from "../../cli/import/workspace";
import { admit } from "../../provider/sources/admit";
import { failure } from "../app/platform";
import { newest } from "../support/environment";

const folder = mkdtempSync(path.join(tmpdir(), "import-types-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Enough for a `Topology`. */
const queues = Array.from({ length: 250 }, (_, index) => ({
  kind: "Queue" as const,
  args: { vhost: "shop", name: `q.${index}`, type: "quorum" },
}));
const binding = { vhost: "shop", source: "amq.topic", destination: "q.0", routingKey: "paid" };
const ofEachObject = [
  { kind: "Policy", args: { vhost: "shop", name: "toString", pattern: "a", applyTo: "queues", maxLength: 1 } },
  { kind: "Queue", args: { vhost: "shop", name: "valueOf", type: "quorum", overflow: "reject-publish" } },
] as const;
/** Each family has a property with few possible values. */
const families = ["a", "b", "c"].flatMap((name) => [
  { kind: "Policy" as const, args: { vhost: "shop", name, pattern: "p", applyTo: "queues", maxLength: 2 } },
  { kind: "Queue" as const, args: { vhost: "shop", name, type: "quorum", overflow: "reject-publish" } },
]);
const objects = [
  ...ofEachObject,
  ...families,
  { kind: "VHost" as const, args: { name: "shop" } },
  ...queues,
  { kind: "Binding" as const, args: binding },
];

test("the types of a written program are right, and what is wrong is named", async () => {
  const { files } = programOf(admit({ objects, left: [] }, {}), "shop");
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  symlinkSync(path.join(__dirname, "../../node_modules"), path.join(folder, "node_modules"), "junction");
  await checkTypes(folder);

  writeFileSync(path.join(folder, "shop.ts"), String(files["shop.ts"]).replace('"paid"', "1"));
  const { message } = await failure(checkTypes(folder));
  expect(message).toMatch(/^the program's types are wrong:\n {2}shop\.ts\(\d+,\d+\): error TS2322: Type 'number'/);
});

test("a proof fails for a wrong type although the program runs", async () => {
  const { files } = programOf({ objects: [], left: [], refusedIfNew: [] }, "shop");
  const program = { files: { ...files, "index.ts": 'export const port: number = "5672";\n' }, secrets: {} };
  const workspace = await Workspace.make(program, newest.endpoint);
  try {
    const { message } = await failure(prove(program, workspace, "types"));
    expect(message).toMatch(/^the program's types are wrong:\n {2}index\.ts\(1,14\): error TS2322/);
  } finally {
    await workspace.remove();
  }
});
