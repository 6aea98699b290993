import { RefusedError } from "../management/errors";
import { similar } from "../similar";

const shown = 10;

/** @throws RefusedError if one of the chosen vhosts is not known: a mistyped one would choose nothing */
export function refuseAbsentVHosts(chosen: readonly string[] = [], known: readonly string[]): void {
  const absent = chosen.find((name) => !known.includes(name));
  if (absent === undefined) return;
  const meant = similar(absent, known);
  const more = known.length > shown ? ", ..." : "";
  const hint =
    meant === undefined ? `it has ${known.slice(0, shown).join(", ") || "none"}${more}` : `did you mean "${meant}"?`;
  throw new RefusedError(`has nothing of the vhost "${absent}": ${hint}`);
}
