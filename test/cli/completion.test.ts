import { spawnSync } from "node:child_process";
import { testWith } from "../support/environment";
import { command } from "./command";

const scriptFor = async (shell: string) => (await command(["completion", shell])).stdout;
const has = (shell: string) => spawnSync(shell, ["--version"]).status === 0;

/** What the shell shows after these words and a press of the tabulator key. */
const inBash = (script: string, line: string) => {
  const words = line.split(" ").map((word) => `'${word}'`);
  const ask = `COMP_WORDS=(${words.join(" ")}); COMP_CWORD=${words.length - 1}; _rabbitmq_topology; echo "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync("bash", ["--norc", "-c", `${script}\n${ask}`], { encoding: "utf8" });
  expect(stderr).toBe("");
  return stdout.trim();
};
const inFish = (script: string, line: string) => {
  const { stdout, stderr } = spawnSync("fish", ["-c", `${script}\ncomplete -C "${line}"`], { encoding: "utf8" });
  expect(stderr).toBe("");
  return stdout
    .trim()
    .split("\n")
    .map((each) => each.split("\t")[0])
    .join(" ");
};

const cases = [
  ["rabbitmq-topology ver", "verify"],
  ["rabbitmq-topology verify --w", "--wait"],
  ["rabbitmq-topology verify contract.json --j", "--json"],
  ["rabbitmq-topology migrate --to q", "quorum"],
  ["rabbitmq-topology completion z", "zsh"],
] as const;

testWith("bash", has("bash"))("bash completes commands, options and their values", async () => {
  const script = await scriptFor("bash");
  for (const [line, wanted] of cases) expect([line, inBash(script, line)]).toEqual([line, wanted]);
  // Empty: bash goes on with names of files.
  for (const line of ["rabbitmq-topology verify ", "rabbitmq-topology verify con", "rabbitmq-topology import --out "]) {
    expect([line, inBash(script, line)]).toEqual([line, ""]);
  }
});

testWith("fish", has("fish"))("fish completes commands, options and their values", async () => {
  const script = await scriptFor("fish");
  for (const [line, wanted] of cases) expect([line, inFish(script, line)]).toEqual([line, wanted]);
});

testWith("zsh", has("zsh"))("zsh can read its script", async () => {
  const { stderr, status } = spawnSync("zsh", ["-f", "-n"], { input: await scriptFor("zsh"), encoding: "utf8" });
  expect([status, stderr]).toEqual([0, ""]);
});

test.each(["bash", "zsh", "fish"])("the script for %s has each command and each option", async (shell) => {
  const [, help = ""] = (await command(["--help"])).stdout.split(/^(?:Commands|Without a project):$/m);
  const script = await scriptFor(shell);
  const names = [...help.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name as string);
  expect(names).toEqual(["verify", "migrate", "import", "completion", "help"]);
  for (const name of names) {
    expect(script).toMatch(new RegExp(`\\b${name}\\b`));
    const { stdout: own } = name === "help" ? { stdout: "" } : await command([name, "--help"]);
    for (const [, option] of own.matchAll(/^ {2}(?:-\w, )?--([\w-]+)/gm)) {
      expect(script).toMatch(new RegExp(`-l ${option} |--${option}\\b`));
    }
  }
});

test("another shell is refused", async () => {
  const { code, stderr } = await command(["completion", "tcsh"]);
  expect([code, stderr]).toEqual([2, expect.stringContaining("Allowed choices are bash, zsh, fish.")]);
});
