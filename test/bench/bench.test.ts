import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { which } from "../../dev/command";
import { newest } from "../support/environment";

const results = mkdtempSync(path.join(tmpdir(), "bench-test-"));
afterAll(() => rmSync(results, { recursive: true }));

const read = (file: string) => readFileSync(path.join(results, file), "utf8");

async function bench(...args: string[]): Promise<string> {
  const { endpoint, username, password } = newest;
  const env = {
    ...process.env,
    RABBITMQ_ENDPOINT: endpoint,
    RABBITMQ_USERNAME: username,
    RABBITMQ_PASSWORD: password,
  };
  const { stdout } = await promisify(execFile)(process.execPath, ["bench", ...args, "--results", results], { env });
  return stdout;
}

test("measures every phase on a real broker, and reports it", async () => {
  const printed = await bench("--n", "20", "--only", "raw,definitions", "--repeat", "1", "--count", "20");
  const { machine, cells } = JSON.parse(read("latest.json"));
  expect(machine).toMatchObject({ rabbitmq: newest.version, node: process.versions.node });
  expect(cells).toMatchObject([
    { contender: "definitions", n: 20, requests: { "first up": 2, destroy: 1 } },
    {
      contender: "raw",
      n: 20,
      repeats: [{ "first up": { seconds: expect.any(Number) }, destroy: { seconds: expect.any(Number) } }],
      requests: { "first up": 21, preview: 3, "no-change up": 3, refresh: 3, "one change": 2, destroy: 21 },
    },
  ]);
  expect(cells.filter(({ ended }: { ended?: string }) => ended)).toEqual([]);
  expect(printed).toContain("20 objects");
  expect(read("latest.md")).toContain("**20 objects**");
  expect(read("benchmark.svg")).toMatch(/^<svg[\s\S]*definitions[\s\S]*<\/svg>$/);
});

test("keeps what another run has measured", async () => {
  const before = JSON.parse(read("latest.json")).cells;
  await bench("--n", "20", "--only", "raw", "--repeat", "1", "--count", "1000");
  const after = JSON.parse(read("latest.json")).cells;
  expect(after).toHaveLength(2);
  expect(after).toContainEqual(before[0]);
  expect(after).not.toContainEqual(before[1]);
});

test("says what was too slow, and goes on", async () => {
  await bench("--n", "10,15", "--only", "raw", "--repeat", "1", "--cut", "0.001");
  const ended = JSON.parse(read("latest.json")).cells.map(({ n, ended }: { n: number; ended: string }) => [n, ended]);
  expect(ended).toEqual(
    expect.arrayContaining([
      [10, "cut: first up took more than 0.001 s"],
      [15, "not tried: cut at 10"],
    ]),
  );
});

(which("pulumi-resource-rabbitmq") ? test.skip : test)("says who is left out, and goes on", async () => {
  const printed = await bench("--n", "10", "--only", "bridged,raw", "--repeat", "1");
  expect(printed).toContain("bridged is left out: pulumi-resource-rabbitmq is not on PATH\n");
  expect(printed).toMatch(/^raw +10 /m);
});
