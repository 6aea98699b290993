import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";

const root = path.join(__dirname, "..", "..");
const { scripts, bin, repository, homepage, bugs } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
const yaml = (file: string) => parse(readFileSync(path.join(root, ".github", file), "utf8"), { strict: true });

interface Workflow {
  readonly on: object;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}
interface Job {
  readonly needs?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly "timeout-minutes": number;
  readonly steps: readonly { readonly uses?: string; readonly run?: string }[];
}

const names = readdirSync(path.join(root, ".github", "workflows"));
const commandsOf = ({ steps }: Job) => steps.flatMap(({ run = "" }) => run.split("\n"));

test.each(names)("%s parses, ends what hangs, and calls scripts that exist", (name) => {
  const workflow: Workflow = yaml(`workflows/${name}`);
  expect(workflow.permissions).toEqual({ contents: "read" });
  for (const job of Object.values(workflow.jobs)) {
    expect(job["timeout-minutes"]).toBeGreaterThan(0);
    for (const { uses } of job.steps) if (uses) expect(uses).toMatch(/^[\w-]+\/[\w-]+@v\d+$/);
    for (const command of commandsOf(job)) {
      const [, run, short = run] = /^npm (?:run ([\w:]+)|(start|stop|test)\b)/.exec(command) ?? [];
      if (short) expect(scripts).toHaveProperty([short]);
    }
  }
});

test("a release is published only after all that CI checks, with provenance and without a token", () => {
  const { jobs } = yaml("workflows/release.yml") as Workflow;
  const ci = yaml("workflows/ci.yml") as Workflow;
  expect(commandsOf(jobs["check"] as Job)).toEqual(expect.arrayContaining(commandsOf(ci.jobs["test"] as Job)));
  expect(jobs["publish"]).toMatchObject({ needs: "check", permissions: { "id-token": "write" } });
  expect(commandsOf(jobs["publish"] as Job)).toContain("npm publish --provenance");
  expect(jobs["site"]).toMatchObject({ needs: "publish" });
  expect(readFileSync(path.join(root, ".github/workflows/release.yml"), "utf8")).not.toMatch(/secrets\./);
});

test("the updates name the places where dependencies are", () => {
  const { version, updates } = yaml("dependabot.yml");
  expect(version).toBe(2);
  expect(updates.map((each: Record<string, string>) => each["package-ecosystem"])).toEqual(["npm", "github-actions"]);
});

test("package.json says where the sources are, so that the README's relative links work on the package's page", () => {
  expect(repository).toEqual({ type: "git", url: `git+${homepage.replace(/#.*/, "")}.git` });
  expect(bugs).toEqual({ url: `${homepage.replace(/#.*/, "")}/issues` });
  expect(Object.values(bin)).toEqual(["./dist/cli/index.js"]);
  const readme = readFileSync(path.join(root, "README.md"), "utf8");
  for (const [, target = ""] of readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
    expect([target, existsSync(path.join(root, target))]).toEqual([target, true]);
  }
});
