import { contenders } from "../../bench/contenders";
import { jobs } from "../../bench/jobs";
import { whyNot } from "../../bench/plan";
import { extrapolate, summary } from "../../bench/statistics";

test("summarizes repeats by minimum, median and maximum", () => {
  expect(summary([3, 1, 2])).toEqual({ min: 1, median: 2, max: 3 });
  expect(summary([])).toBeUndefined();
});

describe("the time that more objects may take", () => {
  const linear = [
    { n: 200, seconds: 2 },
    { n: 1_000, seconds: 6 },
  ];
  const quadratic = [
    { n: 200, seconds: 10 },
    { n: 1_000, seconds: 104 },
  ];

  test("grows with their number", () => expect(extrapolate(linear, 5_000)).toBeCloseTo(30));
  test("grows with its square where it did before", () => expect(extrapolate(quadratic, 5_000)).toBeCloseTo(2_600));
  test("grows with their number where one size is known", () =>
    expect(extrapolate(linear.slice(0, 1), 1_000)).toBeCloseTo(10));
  test("is not known where nothing is", () => expect(extrapolate([], 200)).toBeUndefined());
});

describe("a contender with more objects", () => {
  const cell = (n: number, seconds: number, ended?: string) => ({
    contender: "slow",
    n,
    date: "",
    repeats: [{ "first up": { seconds } }],
    ...(ended && { ended }),
  });
  const slow = { name: "slow" };

  test("is tried after fewer went well", () => expect(whyNot(slow, 1_000, [cell(200, 10)], 600)).toBeUndefined());
  test("is not tried if it would be cut", () =>
    expect(whyNot(slow, 5_000, [cell(200, 10), cell(1_000, 104)], 600)).toBe("not tried: about 44 min"));
  test("is not tried after a cut", () =>
    expect(whyNot(slow, 5_000, [cell(1_000, 1, "cut: destroy took more than 600 s")], 600)).toBe(
      "not tried: cut at 1,000",
    ));
  test("is not tried after a failure", () =>
    expect(whyNot(slow, 5_000, [cell(200, 1, "failed: first up: no")], 600)).toBe("not tried: failed at 200"));
  test("has nothing to do with another one's cut", () =>
    expect(whyNot({ name: "quick" }, 5_000, [cell(200, 1, "cut: x")], 600)).toBeUndefined());
});

test("measures everything once before anything again, and counts requests in runs of their own", () => {
  const contender = (name: string, more: object = {}) =>
    ({ name, family: name, title: name, phases: [], ...more }) as never;
  const all = [contender("cli", { empty: true }), contender("raw", { counted: true })];
  const order = [...jobs(all, { n: [200, 50_000], count: [200] })].map(({ contender: { name }, n, kind }) =>
    [name, n, kind].join(" "),
  );
  expect(order.slice(0, 5)).toEqual([
    "cli 0 first",
    "raw 200 first",
    "raw 50000 first",
    "raw 200 count",
    "cli 0 repeat",
  ]);
  expect(order.filter((job) => job === "raw 200 repeat")).toHaveLength(4);
  expect(order).not.toContain("raw 50000 repeat");
});

test.each([
  ["raw", "topology"],
  ["tofu", "topology"],
  ["noop", "single"],
  ["bridged", "single"],
  ["noop:skip-checkpoints", "single:skip-checkpoints"],
  ["bridged:skip-checkpoints", "single:skip-checkpoints"],
])("runs %s and %s, which goals compare, next to each other in each repeat", (one, other) => {
  const order = [...jobs(contenders, { n: [200, 1_000], count: [], repeat: 3 })].map(({ contender }) => contender.name);
  const neighbours = order.flatMap((name, at) => (name === one ? [[order[at - 1], order[at + 1]]] : []));
  expect(neighbours).toHaveLength(2 * 3);
  for (const each of neighbours) expect(each).toContain(other);
});
