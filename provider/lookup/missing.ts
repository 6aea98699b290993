import { RefusedError } from "../management/errors";

/** What is looked up does not exist. */
export class MissingError extends RefusedError {
  constructor(title: string) {
    super(`${title} does not exist`);
  }
}
