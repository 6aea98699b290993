const intervalMilliseconds = 10_000;

/** Reports at intervals how many objects of a long task are done. */
export class Progress {
  #done = 0;
  #total = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(
    readonly what: string,
    readonly report: (line: string) => void,
  ) {
    this.#timer = setInterval(() => this.#reportProgress(), intervalMilliseconds).unref();
  }

  expect(more: number): void {
    this.#total += more;
  }

  tick(): void {
    this.#done++;
  }

  end(): void {
    clearInterval(this.#timer);
  }

  #reportProgress(): void {
    if (this.#total > 0) this.report(`${this.what}: ${this.#done} of ${this.#total} objects done`);
  }
}
