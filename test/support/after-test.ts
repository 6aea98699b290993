const ends = new Set<() => unknown>();

afterEach(async () => {
  const all = [...ends];
  ends.clear();
  await Promise.all(all.map((end) => end()));
});

/** Is called when the test has ended, whether it passed or not. */
export function afterTest(end: () => unknown): void {
  ends.add(end);
}
