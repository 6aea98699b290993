import { existsSync } from "node:fs";
import path from "node:path";
import { kinds } from "../../provider/kinds";
import { checkout, Project } from "./project";

const project = new Project();
const typedoc = path.join(checkout, "node_modules", ".bin", "typedoc");

afterAll(() => project.remove());

test("the reference is made without a warning, with a page for each kind and its arguments", async () => {
  await project.run(typedoc, ["--options", path.join(checkout, "typedoc.json"), "--out", project.path("api")]);
  for (const name of [...Object.keys(kinds), "AppAccess", "Topology"]) {
    expect(existsSync(project.path("api", "classes", `index.${name}.html`))).toBe(true);
    expect(existsSync(project.path("api", "interfaces", `index.${name}Args.html`))).toBe(true);
  }
  expect(existsSync(project.path("api", "functions", "app.verify.html"))).toBe(true);
});
