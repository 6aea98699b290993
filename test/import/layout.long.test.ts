import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { programOf } from "../../cli/import/program/program";
import { admit } from "../../provider/sources/admit";
import { dataIn, objectsOf } from "../kinds/any-input/data";
import { fc, rounds, seed } from "../support/random";
import { complaintsOn } from "./formatted";

const vhost = "layout";
/** The formatter and `string-width` do not agree on the width of rare characters. */
const isUsual = (text: string) => /^[\n\u0020-\u007e\u00a0-\u024f\u4e00-\u9fa5]*$/.test(text);

/** Whether a source could have it. */
function isJSON(value: unknown): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(JSON.stringify(value)), value);
  } catch {
    return false;
  }
}

test("programs of random topologies are TypeScript, and laid out as the project's formatter does", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "import-layout-"));
  let written = 0;
  for (const [index, data] of fc.sample(dataIn(vhost), { seed, numRuns: rounds(100) }).entries()) {
    const objects = objectsOf(vhost, data).flatMap(([kind, args]) => (isJSON(args) ? [{ kind, args }] : []));
    const { files } = programOf(admit({ objects, left: [] }, {}), vhost);
    const own = path.join(folder, `${index}`);
    mkdirSync(own);
    for (const [name, text] of Object.entries(files).filter(([, text]) => isUsual(text))) {
      writeFileSync(path.join(own, name), text);
      written++;
    }
  }
  expect(written).toBeGreaterThan(rounds(100));
  expect(complaintsOn(folder)).toBe("");
  rmSync(folder, { recursive: true });
});
