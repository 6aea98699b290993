import { mkdtempSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Stack } from "@pulumi/pulumi/automation";
import { ModuleKind, ScriptTarget, transpile } from "typescript";
import * as rabbitmq from "../../sdk";
import { api } from "../support/admin";
import { newest } from "../support/environment";

/** The program of the page, with the stack and the outputs that it has at its end. */
async function automated(): Promise<{ stack: Stack; outputs: Record<string, { value: string }> }> {
  const [, source = ""] = readFileSync("docs/automation-api.md", "utf8").match(/```ts\n([\s\S]*?)```/) ?? [];
  const body = source.replace(/^import (.*) from (.*);$/gm, "const $1 = require($2);");
  const target = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 };
  const code = transpile(`async function run(require, rabbitmq) {${body}return { stack, outputs };}`, target);
  return new Function(`${code}; return run;`)()(require, rabbitmq);
}

test("the program of the page on the Automation API does what it says", async () => {
  const state = mkdtempSync(path.join(String(process.env["PULUMI_HOME"]), "..", "state-"));
  Object.assign(process.env, {
    PULUMI_BACKEND_URL: `file://${state}`,
    RABBITMQ_ENDPOINT: newest.endpoint,
    RABBITMQ_USERNAME: newest.username,
    RABBITMQ_PASSWORD: newest.password,
  });
  const printed = jest.spyOn(console, "log").mockImplementation();
  const { stack, outputs } = await automated();
  expect(printed.mock.calls.join("")).toContain("created");
  printed.mockRestore();
  expect(outputs).toMatchObject({ vhost: { value: "automated" } });
  expect((await api(newest, "GET", "queues/automated/orders")).body).toMatchObject({ type: "quorum" });
  await stack.destroy();
  expect((await api(newest, "GET", "vhosts/automated")).status).toBe(404);
});
