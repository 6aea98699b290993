/** What must never reach a user: an error that is not this library's, a stack trace, a missing value. */
const neverSeen =
  /\b(Type|Reference|Range|Syntax|Aggregate|Axios|Zod)?Error: |\bundefined\b|^\s+at .*:\d+:\d+|Unexpected struct|[Uu]nhandled|\[object Object\]|panic|The command hangs/;
/** A line of a resource's diagnostics: an error, a warning, or a remark, which begins with the object. */
const ownLine =
  /^ {4}(error: |warning: |exchange |queue |binding |policy |permissions |topic permissions |user |the topology |vhost )/;

/** The lines of a command's output that are not as they ought to be. */
export function untidy(output: string): string[] {
  let isOurs = false;
  return output.split("\n").filter((line) => {
    if (/^ {2}\S/.test(line)) isOurs = line.includes("dynamic/rabbitmq:");
    if (/^\S/.test(line)) isOurs = false;
    return neverSeen.test(line) || (isOurs && /^ {4}\S/.test(line) && !ownLine.test(line));
  });
}
