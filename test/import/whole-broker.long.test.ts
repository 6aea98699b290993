import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startBroker } from "../../dev/broker";
import { command } from "../cli/command";
import { brokers, type TestBroker, testWith } from "../support/environment";
import { fill } from "./broker/fill";
import { empty, inOneSpelling, linesOf } from "./broker/lists";
import { environmentOf, up } from "./broker/program";

const ownBroker = testWith("no RABBITMQ_ENDPOINT", !process.env["RABBITMQ_ENDPOINT"]);

describe.each(brokers)("a whole RabbitMQ $version that others have filled", ({ version }) => {
  ownBroker("is imported without a change, and the program makes the same on an empty broker", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "import-whole-"));
    const { stop, ...broker } = await startBroker({
      version: version.split(".").slice(0, 2).join("."),
      dir: path.join(folder, "broker"),
      plugins: ["rabbitmq_shovel", "rabbitmq_federation"],
    });
    try {
      const close = await fill(broker);
      const before = await linesOf(broker);
      const out = path.join(folder, "program");
      const { stdout, stderr, code } = await command(["import", "--out", out, "--json"], {
        variables: environmentOf(broker),
      });
      expect([code, stderr]).toEqual([0, ""]);
      const report = JSON.parse(stdout);
      expect(report.proof).toBe("no changes");
      const titles: string[] = report.notOwned.map(({ what }: { what: string }) => what);
      expect(titles.filter((title) => !isExpected(title, broker))).toEqual([]);
      const pulumi = await up(broker, out, folder, "adopted");
      await pulumi(["preview", "--refresh", "--expect-no-changes"]);
      expect(await linesOf(broker)).toEqual(before);
      await close();

      await empty(broker);
      const without = [...report.refusedIfNew.map(({ vhost }: { vhost: string }) => vhost), ...olderThan(broker)];
      leaveOut(without, out);
      await up(broker, out, folder);
      const [old, after] = [before.map(inOneSpelling), (await linesOf(broker)).map(inOneSpelling)];
      const isMeant = (line: string) => isOfNotOwned(line) || without.some((vhost) => line.includes(vhost));
      expect(old.filter((line) => !after.includes(line) && !isMeant(line))).toEqual([]);
      expect(after.filter((line) => !old.includes(line))).toEqual([]);
    } finally {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** The exceptions: an application's own queues, names that the API cannot address, a null, and the login. */
const notOwned = [
  /^queue "(\.|line\nbreak|mine|amq\.gen-.*)" in vhost/,
  /^global parameter "without"/,
  /^binding of queue "mine" to/,
];

function isExpected(title: string, { username }: TestBroker): boolean {
  return title === `user "${username}"` || notOwned.some((pattern) => pattern.test(title));
}

/** What 3.10 keeps without a meaning, and a check against it refuses to declare. */
function olderThan({ version }: TestBroker): string[] {
  return version.startsWith("3.10") ? ["arguments that old versions ignore"] : [];
}

/** What no new broker gets, as the program's comments say: its users take such files out or mend them. */
function leaveOut(vhosts: readonly string[], program: string): void {
  const index = path.join(program, "index.ts");
  const isLeft = (line: string) => vhosts.some((vhost) => line.includes(vhost.replace(/[^\w.-]+/g, "-")));
  writeFileSync(
    index,
    readFileSync(index, "utf8")
      .split("\n")
      .filter((line) => !isLeft(line))
      .join("\n"),
  );
}

/** The lines of these exceptions, and of their bindings to the default exchange. */
function isOfNotOwned(line: string): boolean {
  const names = [".", "line\nbreak", "mine"].map((name) => JSON.stringify(name));
  // The broker makes this exchange in the vhost "/" only when it starts.
  return [...names, '"amq.gen-', '["without",', '"amq.rabbitmq.log"'].some((name) => line.includes(name));
}
