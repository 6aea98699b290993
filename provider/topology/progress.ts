const intervalMilliseconds = 10_000;

/** Says now and then how far a long work is. */
export class Progress {
  #done = 0;
  #total = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(
    readonly what: string,
    readonly report: (line: string) => void,
  ) {
    this.#timer = setInterval(() => this.#say(), intervalMilliseconds).unref();
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

  #say(): void {
    if (this.#total > 0) this.report(`${this.what}: ${this.#done} of ${this.#total} objects done`);
  }
}
