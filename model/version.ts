/** A RabbitMQ version, as far as it decides what a broker supports. */
export type Version = readonly [major: number, minor: number, patch?: number];

/** The version in a text such as "4.0.5". "4.0" is its newest patch. */
export function versionIn(text: string): Version {
  const [major = 0, minor = 0, patch = Number.POSITIVE_INFINITY] = text
    .split(".")
    .map((part) => Number.parseInt(part, 10));
  return [major, minor, patch];
}

export function isAtLeast(version: Version, oldest: Version): boolean {
  for (const [index, needed = 0] of oldest.entries()) {
    const has = version[index] ?? 0;
    if (has !== needed) return has > needed;
  }
  return true;
}
