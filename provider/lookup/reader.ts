import { Broker } from "../broker";
import { RefusedError } from "../management/errors";
import { readSettings, type Source, withEnvironment } from "../management/settings";

/** The client of a program's lookups. It only reads, while the provider, which is another process, writes. */
export class Reader extends Broker {
  #lookups = 0;

  /** Anything may have been written before a lookup began, so a list of before is not current. */
  override get writes(): number {
    return this.#lookups;
  }

  /** Must be called at the beginning of each lookup. */
  begin(): void {
    this.#lookups++;
  }
}

/** The readers of each program: an inline program of the automation API shares its process with later ones. */
const readers = new WeakMap<object, Map<string, Reader>>();

/** Asks with the program's only client of this connection. A client that failed is not used again. */
export async function withReader<T>(
  program: object,
  configured: Source,
  ask: (reader: Reader) => Promise<T>,
): Promise<T> {
  const settings = readSettings(withEnvironment(configured));
  const all = readers.get(program) ?? new Map<string, Reader>();
  readers.set(program, all);
  const key = JSON.stringify(settings);
  const reader = all.get(key) ?? new Reader(settings);
  all.set(key, reader);
  reader.begin();
  try {
    return await ask(reader);
  } catch (error) {
    if (!(error instanceof RefusedError)) all.delete(key);
    throw error;
  }
}
