import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { kinds } from "../../provider/kinds";
import { checkout, Project } from "../package/project";

const project = new Project();
const site = project.path("site");
const text = new Map<string, string>();

beforeAll(async () => {
  await project.run(process.execPath, [path.join(checkout, "dev/site.js"), site]);
  const files = readdirSync(site, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".html"));
  for (const file of files) text.set(path.join(site, file), readFileSync(path.join(site, file), "utf8"));
});
afterAll(() => project.remove());

const values = (html: string, attribute: RegExp) =>
  [...html.matchAll(attribute)].map(([, value = ""]) => decodeURIComponent(value.replaceAll("&amp;", "&")));

/** Whether a link of a page leads to a file of the site and, with an anchor, to a place in it. */
function leadsSomewhere(page: string, link: string): boolean {
  const [file = "", anchor = ""] = link.split("#");
  const target = file ? path.join(path.dirname(page), file) : page;
  if (!existsSync(target)) return false;
  const html = text.get(target);
  return anchor === "" || html === undefined || values(html, /\bid="([^"]*)"/g).includes(anchor);
}

test("the site has a page for each class and its arguments, and each guide", () => {
  const api = (folder: string, name: string) =>
    existsSync(path.join(site, folder, `pulumi-rabbitmq-topology.${name}.html`));
  const classes = [...Object.keys(kinds), "AppAccess", "Topology", "Provider"];
  expect(classes.filter((name) => !api("classes", name) || !api("interfaces", `${name}Args`))).toEqual([]);
  expect(existsSync(path.join(site, "functions", "pulumi-rabbitmq-topology_app.verify.html"))).toBe(true);
  const pages = readdirSync("docs", { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".md"));
  expect([...text.keys()].filter((file) => path.basename(path.dirname(file)) === "documents")).toHaveLength(
    pages.length,
  );
});

test("each link in it leads somewhere", () => {
  const broken = [...text].flatMap(([page, html]) =>
    values(html, /\b(?:href|src)="([^"]*)"/g)
      .filter((link) => !/^[a-z]+:/.test(link) && !leadsSomewhere(page, link))
      .map((link) => `${path.relative(site, page)}: ${link}`),
  );
  expect(text.size).toBeGreaterThan(100);
  expect(broken).toEqual([]);
});

test("a class is grouped by what it is for", () => {
  const index = text.get(path.join(site, "modules", "pulumi-rabbitmq-topology.html")) ?? "";
  const groups = values(index, /<h2 class="tsd-anchor-link" id="[^"]*">([^<]*)</g);
  expect(groups).toEqual([
    "Applications",
    "Kinds",
    "Topologies",
    "Connection",
    "Lookups",
    "Arguments",
    "Roles and contracts",
    "Helpers",
  ]);
});
