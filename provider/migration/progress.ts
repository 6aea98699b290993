const everyMilliseconds = 3_000;

/** Counts messages, and shows a line every few seconds. */
export class Progress {
  #count = 0;
  #next = Date.now() + everyMilliseconds;

  constructor(
    readonly line: (count: number) => string,
    readonly show: (line: string) => void,
  ) {}

  get count(): number {
    return this.#count;
  }

  readonly add = (): void => {
    this.#count++;
    if (Date.now() < this.#next) return;
    this.#next = Date.now() + everyMilliseconds;
    this.show(this.line(this.#count));
  };
}
