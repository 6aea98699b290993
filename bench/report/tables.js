const { peakOf, timeOf } = require("../cell");
const { contenders } = require("../contenders");
const { PHASES } = require("../phases");
const { bytes, count, seconds } = require("./format");

const NOTHING = "–";

/** @typedef {{ title: string, head: string[], rows: string[][] }} Table */

/**
 * @param {import("../results").Stored} stored
 * @returns {Table[]} one for each N, and one of requests
 */
function tables({ cells }) {
  const sizes = [...new Set(cells.map(({ n }) => n))].sort((a, b) => a - b);
  return [
    ...sizes.map((n) => timesOf(n, ordered(cells, n))),
    ...sizes.flatMap((n) => requestsOf(n, ordered(cells, n))),
  ];
}

/** As the contenders are listed. */
const ordered = (cells, n) =>
  contenders.flatMap((contender) => {
    const cell = cells.find((each) => each.contender === contender.name && each.n === n);
    return cell ? { ...cell, title: contender.title } : [];
  });

function timesOf(n, cells) {
  const title = n === 0 ? "Nothing" : `${count(n)} objects`;
  const head = ["", ...PHASES, "memory", "provider's", "state", "runs"];
  return { title, head, rows: cells.map(timeRow) };
}

const timeRow = (cell) => [
  [cell.title, cell.ended].filter(Boolean).join("\n"),
  ...PHASES.map((phase) => time(cell, phase)),
  size(peakOf(cell, "peakBytes")),
  size(peakOf(cell, "providerBytes")),
  size(cell.stateBytes),
  count(cell.repeats.length),
];

function time(cell, phase) {
  const times = timeOf(cell, phase);
  if (!times) return NOTHING;
  const [min, median] = [seconds(times.min), seconds(times.median)];
  return min === median ? min : `${min.replace(/ s$/, "")} / ${median}`;
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
