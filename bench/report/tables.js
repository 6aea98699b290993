const { peakOf, summaryOf } = require("../cell");
const { contenders } = require("../contenders");
const { PHASES } = require("../phases");
const { bytes, count, seconds } = require("./format");

const NOTHING = "–";

/** @typedef {{ title: string, head: string[], rows: string[][] }} Table */

/**
 * @param {import("../results").Stored} stored
 * @returns {Table[]} for each N a table of seconds and one of CPU seconds and memory; then a table of requests for each N
 */
function tables({ cells }) {
  const sizes = [...new Set(cells.map(({ n }) => n))].sort((a, b) => a - b);
  return [
    ...sizes.flatMap((n) => [timesOf(n, ordered(cells, n)), ...usageOf(n, ordered(cells, n))]),
    ...sizes.flatMap((n) => requestsOf(n, ordered(cells, n))),
  ];
}

/** The cells of N objects in the order of the contenders. */
const ordered = (cells, n) =>
  contenders.flatMap((contender) => {
    const cell = cells.find((each) => each.contender === contender.name && each.n === n);
    return cell ? { ...cell, title: contender.title } : [];
  });

function timesOf(n, cells) {
  const head = ["", ...PHASES, "memory", "provider's", "state", "runs"];
  return { title: titleOf(n), head, rows: cells.map(timeRow) };
}

const titleOf = (n) => (n === 0 ? "Nothing" : `${count(n)} objects`);

const timeRow = (cell) => [
  [cell.title, cell.ended].filter(Boolean).join("\n"),
  ...PHASES.map((phase) => time(cell, phase)),
  size(peakOf(cell, "peakBytes")),
  size(peakOf(cell, "providerBytes")),
  size(cell.stateBytes),
  count(cell.repeats.length),
];

function time(cell, phase) {
  const times = summaryOf(cell, phase, "seconds");
  if (!times) return NOTHING;
  const [min, median] = [seconds(times.min), seconds(times.median)];
  return min === median ? min : `${min.replace(/ s$/, "")} / ${median}`;
}

function usageOf(n, cells) {
  const rows = cells.flatMap((cell) => {
    const values = PHASES.map((phase) => usage(cell, phase));
    return values.every((value) => value === NOTHING) ? [] : [[cell.title, ...values]];
  });
  return rows.length > 0 ? [{ title: `${titleOf(n)}: CPU seconds and memory`, head: ["", ...PHASES], rows }] : [];
}

/** CPU seconds and memory. Contenders that run no commands have neither; older results have no CPU seconds. */
function usage(cell, phase) {
  const cpu = summaryOf(cell, phase, "cpuSeconds");
  const memory = summaryOf(cell, phase, "peakBytes");
  return cpu || memory ? [cpu ? spread(cpu) : NOTHING, size(memory?.median)].join("\n") : NOTHING;
}

function spread({ min, median, max }) {
  const [from, middle, to] = [min, median, max].map(seconds);
  return from === to ? middle : `${middle} (${from.replace(/ s$/, "")}–${to.replace(/ s$/, "")})`;
}

const size = (value) => (value === undefined ? NOTHING : bytes(value));

function requestsOf(n, cells) {
  const rows = cells.flatMap(({ title, requests }) =>
    requests ? [[title.replace(", skip checkpoints", ""), ...PHASES.map((phase) => maybe(requests[phase]))]] : [],
  );
  return rows.length > 0 ? [{ title: `Requests, ${count(n)} objects`, head: ["", ...PHASES], rows }] : [];
}

const maybe = (value) => (value === undefined ? NOTHING : count(value));

module.exports = { tables };
