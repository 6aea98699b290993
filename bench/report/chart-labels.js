/**
 * Labels for the ends of lines. Labels of lines that end close to each other are moved apart.
 * @template {{ name: string, n: number, value: number }} Point
 * @param {Point[]} points
 * @param {number} apart the lowest ratio between two labels
 * @returns {Array<Point & { at: number }>}
 */
function labels(points, apart) {
  const ends = [...new Map(points.toSorted((a, b) => a.n - b.n).map((point) => [point.name, point])).values()];
  const placed = [];
  for (const end of ends.toSorted((a, b) => a.value - b.value)) {
    const below = placed.findLast(({ n }) => n === end.n);
    placed.push({ ...end, at: below ? Math.max(end.value, below.at * apart) : end.value });
  }
  return placed;
}

module.exports = { labels };
