/** The longest routing key that AMQP carries, in bytes. */
const longest = 255;

/** A routing key that a topic pattern matches: "invoice.#" gives "invoice.probe". */
export function sampleKey(pattern: string): string {
  const sample = fill(pattern, "probe");
  return Buffer.byteLength(sample) <= longest ? sample : fill(pattern, "p");
}

function fill(pattern: string, word: string): string {
  return pattern
    .split(".")
    .map((each) => (each === "*" || each === "#" ? word : each))
    .join(".");
}
