import { z } from "zod";

const longestNameBytes = 255;

export const text = z
  .string("must be a string")
  .refine((value) => value.isWellFormed(), "must not contain half a character (a lone surrogate)");

/** Any name that is legal on the broker and that its management API can address. */
export const name = text.superRefine((value, context) => {
  const problem = nameProblem(value);
  if (problem) context.addIssue(problem);
});

/** Such a name, or the empty one of the default exchange. */
export const nameOrEmpty = text.superRefine((value, context) => {
  const problem = value === "" ? undefined : nameProblem(value);
  if (problem) context.addIssue(problem);
});

/** A name that the broker does not reserve for itself. */
export const ownName = name.refine(
  (value) => !value.startsWith("amq."),
  'must not begin with "amq.": the broker reserves such names',
);

function nameProblem(value: string): string | undefined {
  if (value === "") return "must not be empty";
  if (value === "." || value === "..") return 'must not be "." or "..": the management API cannot address it';
  if (/[\r\n]/.test(value)) return "must not contain a line break: the broker strips it";
  if (Buffer.byteLength(value) > longestNameBytes) return `must be at most ${longestNameBytes} bytes long in UTF-8`;
  return undefined;
}
