const Table = require("cli-table3");

const { goals, goalTable } = require("./goals");
const { count, seconds } = require("./report/format");
const { tables } = require("./report/tables");

const log = (line) => console.log(line);

/** Prints one line for a run that has ended. */
function announce({ contender, n, kind }, { repeats, requests, ended }) {
  const last = kind === "count" ? requests : repeats.at(-1);
  const values = Object.entries(last ?? {}).map(
    ([phase, value]) => `${phase} ${kind === "count" ? count(value) : time(value)}`,
  );
  log(
    [
      contender.name.padEnd(25),
      count(n).padStart(6),
      ...(kind === "count" ? ["requests:"] : []),
      values.join(", "),
      ended,
    ]
      .filter(Boolean)
      .join("  "),
  );
}

const time = (value) =>
  value.cpuSeconds === undefined
    ? seconds(value.seconds)
    : `${seconds(value.seconds)} (CPU ${seconds(value.cpuSeconds)})`;

/** @param {import("./results").Stored} stored */
function printTables(stored) {
  for (const { title, head, rows } of [...tables(stored), goalTable(goals(stored))]) {
    const table = new Table({ head, style: { head: [], border: [] } });
    table.push(...rows);
    log(`\n${title}\n${table}`);
  }
}

module.exports = { announce, log, printTables };
