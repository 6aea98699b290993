/**
 * @typedef {object} Job
 * @property {import("./contenders").Contender} contender
 * @property {number} n
 * @property {"first" | "count" | "repeat"} kind
 */

/**
 * Lists the measurements: first each contender and size once, then the runs that count requests, then the repeats. A run
 * that ends early has thus measured as much as possible once.
 * @param {import("./contenders").Contender[]} contenders
 * @param {{ n: number[], count: number[], repeat?: number }} options
 * @returns {Generator<Job>}
 */
function* jobs(contenders, { n: sizes, count, repeat }) {
  const times = (n) => repeat ?? usualRepeats(n);
  const all = [0, ...sizes].flatMap((n) =>
    contenders.filter(({ empty = false }) => empty === (n === 0)).map((contender) => ({ contender, n })),
  );
  for (const each of all) yield { ...each, kind: "first" };
  for (const each of all) if (each.contender.counted && count.includes(each.n)) yield { ...each, kind: "count" };
  const most = Math.max(...all.map(({ n }) => times(n)));
  for (let done = 1; done < most; done++)
    for (const each of all) if (done < times(each.n)) yield { ...each, kind: "repeat" };
}

function usualRepeats(n) {
  if (n <= 200) return 5;
  if (n <= 1_000) return 3;
  return n <= 10_000 ? 2 : 1;
}

module.exports = { jobs };
