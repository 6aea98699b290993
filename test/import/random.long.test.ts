import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { command } from "../cli/command";
import { dataIn, objectsOf } from "../kinds/any-input/data";
import { makeWorld } from "../kinds/any-input/world";
import { api, makeVHost } from "../support/admin";
import { brokers, type TestBroker } from "../support/environment";
import { provider } from "../support/provider";
import { fc, rounds } from "../support/random";
import { inOneSpelling, linesOf } from "./broker/lists";
import { environmentOf, up } from "./broker/program";
import { complaintsOn } from "./formatted";

const vhost = "import-random";

test("any topology is imported without a change, and the program makes the same anew", async () => {
  let round = 0;
  const holds = async (data: Parameters<typeof objectsOf>[1]) => {
    await isImported(brokers[round++ % brokers.length] as TestBroker, objectsOf(vhost, data));
  };
  await fc.assert(fc.asyncProperty(dataIn(vhost), holds), { numRuns: rounds(1), endOnFailure: true });
});

/** The shovel plugin of 4.3.6 fails at a huge delay. A vhost with shovels then stays in part at the first request (500). */
async function removeVHost(broker: TestBroker): Promise<void> {
  for (let attempt = 0; attempt < 3; attempt++) {
    if ((await api(broker, "DELETE", `vhosts/${vhost}`)).status !== 500) return;
  }
}

async function isImported(broker: TestBroker, objects: ReturnType<typeof objectsOf>): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "import-random-"));
  const remove = await makeWorld(broker, vhost);
  const own = async () => (await linesOf(broker)).filter((line) => line.includes(vhost)).map(inOneSpelling);
  try {
    for (const [kind, args] of objects) {
      // What the broker or the check refuses is not there to be imported.
      await provider(broker, kind)
        .create(args)
        .catch(() => {});
    }
    const before = await own();
    const out = path.join(folder, "program");
    const variables = environmentOf(broker);
    const { code, stdout, stderr } = await command(["import", "--vhost", vhost, "--out", out, "--json"], { variables });
    expect([code, stderr, stdout.includes('"proof": "no changes"') || stdout]).toEqual([0, "", true]);
    const { notOwned, refusedIfNew } = JSON.parse(stdout);
    const isLimit = ({ reason }: { reason: string }) => /^maxQueues \d+ is below/.test(reason);
    const isTooTight = refusedIfNew.some(isLimit);
    expect([notOwned, refusedIfNew.filter((each: { reason: string }) => !isLimit(each))]).toEqual([[], []]);
    expect(await own()).toEqual(before);
    expect(complaintsOn(out)).toBe("");
    if (isTooTight) return;

    await removeVHost(broker);
    mkdirSync(path.join(folder, "state"));
    await up(broker, out, path.join(folder, "state"));
    expect(await own()).toEqual(before);
  } finally {
    await makeVHost(broker, vhost);
    await remove();
    rmSync(folder, { recursive: true, force: true });
  }
}
