/** A RabbitMQ version, as far as it decides what a broker supports. */
export type Version = readonly [major: number, minor: number];

/** The version in a text such as "4.0.5". */
export function versionIn(text: string): Version {
  const [major = 0, minor = 0] = text.split(".").map(Number);
  return [major, minor];
}

export function isAtLeast([isMajor, isMinor]: Version, [major, minor]: Version): boolean {
  return isMajor > major || (isMajor === major && isMinor >= minor);
}
