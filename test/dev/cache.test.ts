import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const home = fs.mkdtempSync(path.join(os.tmpdir(), "cache-test-"));
process.env["XDG_CACHE_HOME"] = home;
const { cached, cacheDir } = require("../../dev/cache") as typeof import("../../dev/cache");

afterAll(() => fs.rmSync(home, { recursive: true }));

test("builds a folder once", async () => {
  const build = jest.fn(async (draft: string) => fs.writeFileSync(path.join(draft, "file"), ""));
  const folder = await cached("once", build);
  expect(await cached("once", build)).toBe(folder);
  expect(build).toHaveBeenCalledTimes(1);
  expect(fs.readdirSync(folder)).toEqual(["file"]);
});

test("leaves nothing of a build that fails", async () => {
  await expect(cached("failing", () => Promise.reject(new Error("no network")))).rejects.toThrow("no network");
  expect(fs.readdirSync(cacheDir).filter((name) => name.startsWith("failing"))).toEqual([]);
});

test("two builds at the same time end with the same folder", async () => {
  const build = async (draft: string) => fs.writeFileSync(path.join(draft, "file"), "");
  const [first, second] = await Promise.all([cached("shared", build), cached("shared", build)]);
  expect(first).toBe(second);
  expect(fs.readdirSync(first)).toEqual(["file"]);
});

test("removes what a killed build left a day ago", async () => {
  const abandoned = path.join(cacheDir, "big.draft-abc");
  fs.mkdirSync(abandoned, { recursive: true });
  fs.utimesSync(abandoned, 0, 0);
  await cached("other", async () => {});
  expect(fs.existsSync(abandoned)).toBe(false);
});
