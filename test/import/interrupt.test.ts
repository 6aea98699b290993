import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { makeVHost } from "../support/admin";
import { newest } from "../support/environment";
import { environmentOf } from "./broker/program";

const vhost = "import-interrupt";
let remove: () => Promise<unknown>;
beforeAll(async () => {
  remove = await makeVHost(newest, vhost);
});
afterAll(() => remove());

/** The processes that have a text in their command or environment. */
const processesWith = (text: string) =>
  execFileSync("ps", ["axeww", "-o", "pid=,command="], { encoding: "utf8", maxBuffer: 2 ** 26 })
    .split("\n")
    .filter((line) => line.includes(text));

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s during the proof ends Pulumi's processes and removes the temporary files",
  async (signal) => {
    const folder = mkdtempSync(path.join(tmpdir(), "import-interrupt-"));
    const temporary = mkdtempSync(path.join(folder, "tmp-"));
    const out = path.join(folder, "program");
    const args = ["import", "--vhost", vhost, "--out", out];
    const cli = path.join(__dirname, "../../dist/cli/index.js");
    const env = { ...process.env, ...environmentOf(newest), TMPDIR: temporary };
    const child = spawn(process.execPath, [cli, ...args], { env });
    let printed = "";
    child.stdout.on("data", (text) => {
      printed += text;
    });
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    const isUnderWay = () => processesWith(temporary).some((line) => line.includes("pulumi-language-nodejs"));
    let isSeen = false;
    for (let attempt = 0; attempt < 300 && !isSeen; attempt++) {
      await sleep(50);
      isSeen = isUnderWay();
    }
    expect(isSeen).toBe(true);
    child.kill(signal);
    expect(await ended).toBe(1);
    expect(printed).toContain(`proof: failed: interrupted by ${signal}`);
    // Pulumi's own pipes may stay.
    expect(readdirSync(temporary).filter((name) => name.startsWith("rabbitmq-topology"))).toEqual([]);
    expect(processesWith(temporary)).toEqual([]);
    expect(readdirSync(out)).toContain("index.ts");
    rmSync(folder, { recursive: true });
  },
);
