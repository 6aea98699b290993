import { goals } from "../../bench/goals";
import { PHASES } from "../../bench/phases";
import { labels } from "../../bench/report/chart-labels";
import { markdown } from "../../bench/report/markdown";
import type { Cell } from "../../bench/results";

const cell = (contender: string, n: number, ...seconds: number[]) => ({
  contender,
  n,
  date: "2026-11-28T00:00:00.000Z",
  repeats: seconds.map((value) => ({ "first up": { seconds: value, peakBytes: 4e8, providerBytes: 2e8 } })),
});
const verdict = (cells: Cell[], goal: RegExp) => goals({ cells }).find((each) => goal.test(each.goal));

describe("goals", () => {
  const cells = [cell("topology", 1_000, 6, 5, 4), cell("naive", 1_000, 130), cell("single", 1_000, 104)];

  test("compare medians with the fastest other one", () =>
    expect(verdict(cells, /single resources of any/)).toMatchObject({
      measured: "20.8 times (5.0 s : 104 s)",
      reached: true,
    }));
  test("are open where something was not measured", () =>
    expect(verdict(cells, /refresh of 10,000/)).toEqual({
      goal: "Topology, refresh of 10,000: under 5 s",
      measured: "not measured",
    }));
  test("are missed", () =>
    expect(verdict([...cells, cell("tofu", 1_000, 17)], /OpenTofu/)).toMatchObject({ reached: false }));
  test("take off the CLI's own start where they ask for growth", () =>
    expect(
      verdict([cell("topology", 1_000, 5), cell("topology", 10_000, 14), cell("cli", 0, 4)], /time of each object/),
    ).toMatchObject({ measured: "1.00", reached: true }));
});

describe("goals for single resources", () => {
  const used = (contender: string, cpuSeconds: number | undefined, peakBytes: number) => {
    const phase = { seconds: 9, peakBytes, ...(cpuSeconds !== undefined && { cpuSeconds }) };
    return { ...cell(contender, 1_000), repeats: [Object.fromEntries(PHASES.map((name) => [name, phase]))] };
  };
  const bare = /preview of 1,000: within 1.15 x the CPU seconds and the memory/;

  test("compare a preview's CPU seconds and memory with bare resources", () => {
    expect(verdict([used("single", 8, 9e8), used("noop", 5.6, 5e8)], bare)).toMatchObject({
      measured: "1.43 x (8.0 s : 5.6 s), 1.80 x (900 MB : 500 MB)",
      reached: false,
    });
    expect(verdict([used("single", 5.7, 5e8), used("noop", 5.6, 5e8)], bare)).toMatchObject({ reached: true });
    expect(verdict([used("single", 5.7, 9e8), used("noop", 5.6, 5e8)], bare)).toMatchObject({ reached: false });
  });

  test("are open where results have no CPU seconds", () =>
    expect(verdict([used("single", undefined, 5e8), used("noop", 5.6, 5e8)], bare)).not.toHaveProperty("reached"));

  test("compare each command with Pulumi's own provider, and name the worst", () => {
    const ours = used("single:skip-checkpoints", 5, 5e8);
    const refresh = { seconds: 9, cpuSeconds: 7, peakBytes: 4e8 };
    const cells = [
      { ...ours, repeats: ours.repeats.map((phases) => ({ ...phases, refresh })) },
      used("bridged:skip-checkpoints", 6, 6e8),
    ];
    expect(verdict(cells, /1,000, skip checkpoints: no more CPU/)).toMatchObject({
      measured: "at most 1.17 x (refresh 7.0 s : 6.0 s)",
      reached: false,
    });
    expect(verdict(cells, /1,000, skip checkpoints: no more memory/)).toMatchObject({ reached: true });
    expect(verdict(cells, /1,000: no more memory/)).not.toHaveProperty("reached");
  });
});

test("tables show CPU seconds as median, minimum and maximum, with the memory, and a dash where older results lack them", () => {
  const old = cell("single", 200, 13);
  const repeats = [2.6, 2.9, 2.5].map((cpuSeconds) => ({ preview: { seconds: 9, cpuSeconds, peakBytes: 4e8 } }));
  const text = markdown({ cells: [old, { ...cell("noop", 200), repeats }, cell("cli", 0, 3)] });
  const table = text.split("**").find((_, i, parts) => parts[i - 1] === "200 objects: CPU seconds and memory");
  expect(table).toMatch(/single resources \| –<br>400 MB \| – \| – \|/);
  expect(table).toMatch(/do nothing.* \| – \| 2\.6 s \(2\.5–2\.9\)<br>400 MB \| – \|/);
});

test("tables show minimum and median, and why something is missing", () => {
  const text = markdown({
    cells: [cell("raw", 200, 0.5, 0.7), { ...cell("tofu", 200), ended: "failed: first up: go: not installed" }],
  });
  expect(text).toContain("| raw HTTP, 16 at once (the broker's floor) | 0.50 / 0.60 s | – |");
  expect(text).toContain("| OpenTofu, terraform-provider-rabbitmq<br>failed: first up: go: not installed | – |");
});

test("labels of lines that end together are apart, in the lines' order", () => {
  const ends = [
    { name: "a", n: 200, value: 10 },
    { name: "b", n: 200, value: 10.1 },
    { name: "c", n: 100, value: 10 },
  ];
  expect(labels(ends, 1.5).map(({ name, at }) => [name, at])).toEqual([
    ["c", 10],
    ["a", 10],
    ["b", 15],
  ]);
});
