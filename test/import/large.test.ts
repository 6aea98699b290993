import { largeFrom } from "../../cli/import/program/large";
import { programOf } from "../../cli/import/program/program";
import { admit } from "../../provider/sources/admit";

test.each([
  ["one small vhost", [249], 250],
  ["one large vhost", [5_000], 250],
  ["a large one beside small ones", [300, 40, 10], 250],
  ["many vhosts, which are small but not together", Array.from({ length: 100 }, () => 49), 49],
  ["as many as possible stay as they are", [...Array.from({ length: 40 }, () => 10), 90, 120], 120],
  ["hundreds of vhosts with an object each", Array.from({ length: 600 }, () => 2), 5],
])("%s: the number of objects from which on a vhost is a Topology", (_, sizes, expected) => {
  expect(largeFrom(sizes)).toBe(expected);
});

test("a program of many vhosts has no more than some hundred single resources", () => {
  const vhosts = Array.from({ length: 30 }, (_, index) => `team-${index}`);
  const objects = vhosts.flatMap((vhost) => [
    { kind: "VHost" as const, args: { name: vhost } },
    ...Array.from({ length: 20 }, (_, index) => ({
      kind: "Queue" as const,
      args: { vhost, name: `q.${index}`, type: "quorum" },
    })),
  ]);
  const { files } = programOf(admit({ objects, left: [] }, {}), "teams");
  for (const vhost of vhosts) expect(files[`${vhost}.ts`]).toContain("new rabbitmq.Topology");
});
