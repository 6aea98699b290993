import { spawnSync } from "node:child_process";
import path from "node:path";

const provider = path.join(__dirname, "../../dist/provider");

/** The most that the heap of a provider has while it makes garbage, with 20 MB in use. */
function peakOf(name: string): number {
  const script = `
    require(${JSON.stringify(provider)}).lifecycle(${JSON.stringify(name)});
    const make = (count) => Array.from({ length: count }, (_, index) => ({ text: "a text " + index }));
    const used = make(250_000);
    let peak = 0;
    for (let round = 0; round < 30; round++) {
      const garbage = make(50_000);
      peak = Math.max(peak, process.memoryUsage().heapTotal);
    }
    console.log(peak, used.length);
  `;
  return Number(spawnSync(process.execPath, ["-e", script], { encoding: "utf8" }).stdout.split(" ")[0]);
}

test("the process of a topology collects garbage earlier than that of single resources", () => {
  const [topology, queue] = [peakOf("Topology"), peakOf("Queue")];
  expect(topology).toBeGreaterThan(10e6);
  expect(topology).toBeLessThan(0.8 * queue);
});
