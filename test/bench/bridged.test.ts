import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { bridged } from "../../bench/contenders/bridged";

const folder = mkdtempSync(path.join(tmpdir(), "bench-bridged-test-"));
const { PATH } = process.env;
afterEach(() => {
  process.env["PATH"] = PATH;
});
afterAll(() => rmSync(folder, { recursive: true }));

const reasons = () => bridged.map(({ whyAbsent }) => whyAbsent());

test("Pulumi's own provider is left out where it is not on PATH", () => {
  process.env["PATH"] = folder;
  const reason = "pulumi-resource-rabbitmq is not on PATH";
  expect(reasons()).toEqual([reason, reason]);
});

test("Pulumi's own provider is found on PATH", () => {
  const plugin = path.join(folder, "pulumi-resource-rabbitmq");
  writeFileSync(plugin, "#!/bin/sh\necho 3.3.8\n");
  chmodSync(plugin, 0o755);
  process.env["PATH"] = [folder, PATH].join(path.delimiter);
  expect(reasons()).toEqual([undefined, undefined]);
});
