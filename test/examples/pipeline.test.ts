import { readFileSync } from "node:fs";
import path from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { Project } from "../package/project";

const read = (file: string) => readFileSync(`examples/pipeline/${file}`, "utf8");
const project = new Project();
afterAll(() => project.remove());

test("the workflow previews pull requests and updates main, with the settings that Pulumi's action has", () => {
  const { jobs, concurrency } = parse(read("workflow.yml"));
  expect(concurrency).toBe("topology");
  const steps: { if?: string; uses?: string; with?: object }[] = jobs.topology.steps;
  const runs = steps.filter(({ uses }) => uses?.startsWith("pulumi/actions@"));
  expect(runs).toMatchObject([
    { if: "github.event_name == 'pull_request'", with: { command: "preview", refresh: true, "comment-on-pr": true } },
    { if: "github.event_name == 'push'", with: { command: "up", refresh: true } },
  ]);
});

test("the command of the init container verifies the mounted contract with the URL of the secret", async () => {
  const [, deployment] = parseAllDocuments(read("deployment.yml"), { merge: true }).map((each) => each.toJS());
  const { initContainers, containers, volumes } = deployment.spec.template.spec;
  const [{ command, env, volumeMounts }] = initContainers;
  expect(command.slice(0, 2)).toEqual(["npx", "rabbitmq-topology"]);
  expect(containers[0]).toMatchObject({ env, volumeMounts });
  expect(volumes[0].configMap.name).toBe("billing-contract");

  // Without the mounted file, the command accepts each of its arguments and misses the file.
  const cli = path.resolve("dist/cli/index.js");
  const run = project.run(process.execPath, [cli, ...command.slice(2)], { AMQP_URL: "amqp://127.0.0.1:1/shop" });
  await expect(run).rejects.toThrow(/: 2\n[\s\S]*\/contract\/contract\.json/);
});
