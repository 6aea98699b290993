// In words, which versions of RabbitMQ support what.
const { code } = require("./markdown");

const version = (numbers) => (numbers ? numbers.join(".") : "");
const isLiteral = (text) => /^("[^"]*"|\d+|true|false)$/.test(text);

/** The values that a row is about. */
const values = ({ of = "" }) => (isLiteral(of) ? code([of]) : of);

/** What a row is about, such as `durable` `false`. */
function subject(row) {
  const { field, part } = row;
  const name = part === undefined ? code([field]) : `${code([part])} in ${code([field])}`;
  return `${name} ${values(row)}`.trim();
}

/** What a row is about among the keys of one argument. */
const keyed = (row) => `${code([row.part])} ${values(row)}`.trim();

const unless = ({ feature }) => (feature ? `, unless the broker's configuration permits ${code([feature])}` : "");

/** A row about a whole argument, such as "needs 4.3; older ones ignore it". */
function phrase(row) {
  const { since, until, lacking, instead } = row;
  const does = lacking === "refuses" ? "refuse it" : "ignore it";
  const from = since && `needs ${version(since)}; older ones ${does}`;
  const to = until && `${version(until)} and later ${does}${unless(row)}`;
  const text = [from, to].filter(Boolean).join("; ");
  return `${values(row) && `${values(row)}: `}${text}${instead ? ` (${instead})` : ""}`;
}

/** Rows that say the same of several arguments, as one. */
function grouped(rows) {
  const groups = new Map();
  for (const row of rows) {
    const { field, part, includes, ...facts } = row;
    const key = JSON.stringify(Object.entries(facts).sort());
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

/** The cells of a group of rows: what, from, before, what other versions do, what to do, how it is known. */
function cells(rows, name = subject) {
  const [row] = rows;
  return [
    rows.map(name).join(", "),
    version(row.since),
    version(row.until),
    `${row.lacking === "refuses" ? "refused" : "ignored"}${unless(row)}`,
    row.instead ?? "",
    row.source?.replace(/^https:\S+$/, "<$&>") ?? "shown on real brokers",
  ];
}

module.exports = { phrase, grouped, cells, keyed };
