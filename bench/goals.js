const { count, seconds } = require("./format");
const { summary } = require("./statistics");
const { peak } = require("./tables");

/** @typedef {{ goal: string, measured: string, reached?: boolean }} Goal `reached` is open where something was not measured */

const FROM = 1_000;
const SINGLE = ["single", "naive"];

/**
 * What issue 5 asks for, by the medians.
 * @param {import("./results").Stored} stored
 * @returns {Goal[]}
 */
function goals({ cells }) {
  const cell = (contender, n) => cells.find((each) => each.contender === contender && each.n === n);
  const time = (contender, n, phase = "first up") =>
    summary((cell(contender, n)?.repeats ?? []).flatMap((phases) => phases[phase]?.seconds ?? []))?.median;
  const sizes = [...new Set(cells.map(({ n }) => n))].filter((n) => n >= FROM).sort((a, b) => a - b);

  const atMost = (goal, value, limit, show = seconds) => judge(goal, value, (known) => [show(known), known <= limit]);
  const faster = (goal, ours, theirs, factor) =>
    judge(goal, ours && theirs && theirs / ours, (ratio) => [
      `${ratio.toFixed(1)} times (${seconds(theirs)} : ${seconds(ours)})`,
      ratio >= factor,
    ]);
  const fastest = (suffix, n) => least(SINGLE.map((family) => time(`${family}${suffix}`, n)));
  const T = "topology";
  const single = (suffix) => (n) => {
    const [ours, floor] = [time(`single${suffix}`, n), time(`noop${suffix}`, n)];
    const goal = `single resources, first up of ${count(n)}${suffix && ", skip checkpoints"}: within 1.15 x the engine's floor`;
    return judge(goal, ours && floor && ours / floor, (ratio) => [`${ratio.toFixed(2)} x`, ratio <= 1.15]);
  };
  return [
    faster(
      `Topology, first up of ${count(FROM)}: 20 times faster than single resources`,
      time(T, FROM),
      fastest("", FROM),
      20,
    ),
    faster(
      "Topology, first up of 5,000: 3 times faster than single resources that skip checkpoints",
      time(T, 5_000),
      fastest(":skip-checkpoints", 5_000),
      3,
    ),
    ...sizes
      .filter((n) => time("tofu", n))
      .map((n) =>
        faster(`Topology, first up of ${count(n)}: 4 times faster than OpenTofu`, time(T, n), time("tofu", n), 4),
      ),
    ...sizes.map((n) => floorGoal(n, time)),
    atMost("Topology, first up of 10,000: under 12 s", time(T, 10_000), 12),
    atMost("Topology, first up of 50,000: under 60 s", time(T, 50_000), 60),
    judge(
      "Topology, time for each object, 10,000 : 1,000: at most 1.2",
      time(T, 10_000) && time(T, FROM) && time(T, 10_000) / 10_000 / (time(T, FROM) / FROM),
      (ratio) => [ratio.toFixed(2), ratio <= 1.2],
    ),
    atMost("Topology, refresh of 10,000: under 5 s", time(T, 10_000, "refresh"), 5),
    ...sizes.filter((n) => time(T, n)).map((n) => memoryGoal(n, cell(T, n), cell("cli", 0))),
    ...["", ":skip-checkpoints"].flatMap((suffix) =>
      sizes.filter((n) => time(`single${suffix}`, n)).map(single(suffix)),
    ),
  ];
}

function floorGoal(n, time) {
  const [ours, floor, cli] = [time("topology", n), time("raw", n), time("cli", 0)];
  const goal = `Topology, first up of ${count(n)}: under 1.3 x the broker's floor + the CLI's own start`;
  const limit = ours && floor && cli && 1.3 * floor + cli;
  return judge(goal, limit, () => [
    `${seconds(ours)} : 1.3 x ${seconds(floor)} + ${seconds(cli)} = ${seconds(limit)}`,
    ours < limit,
  ]);
}

function memoryGoal(n, topology, cli) {
  const provider = peak(topology, "providerBytes");
  const [all, empty] = [peak(topology, "peakBytes"), cli && peak(cli, "peakBytes")];
  return judge(`Topology, ${count(n)}: the provider's memory under 300 MB`, provider, () => [
    `${mega(provider)} (with CLI, engine and program ${mega(all)}; those of an empty program ${mega(empty)})`,
    provider < 300e6,
  ]);
}

const mega = (bytes) => (bytes === undefined ? "?" : `${count(Math.round(bytes / 1e6))} MB`);

function judge(goal, value, verdict) {
  if (value === undefined) return { goal, measured: "not measured" };
  const [measured, reached] = verdict(value);
  return { goal, measured, reached };
}

function least(values) {
  const known = values.filter((value) => value !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
}

module.exports = { goals };
