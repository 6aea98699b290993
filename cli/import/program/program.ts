import type { Fields } from "../../../model/object";
import type { Admitted } from "../../../provider/sources/admit";
import { vhostOf } from "../../../provider/sources/left";
import type { Left } from "../../../provider/sources/source";
import { brokerFile } from "./broker-file";
import type { Notes } from "./file";
import { largeFrom } from "./large";
import { named } from "./object";
import { projectFiles } from "./project";
import type { Stack } from "./project-texts";
import { secretValues } from "./secrets";
import { vhostFile } from "./vhost-file";

/** A program that declares a topology. */
export interface Program {
  /** The texts of its files, by their names. */
  readonly files: Readonly<Record<string, string>>;
  /** The values of its configuration key `secrets`. */
  readonly secrets: Fields;
}

/** A new stack. */
export const unfilled: Stack = { name: "dev", isFilled: false };

/** Writes the program for a stack: one file for each vhost, and one for what belongs to none. */
export function programOf({ objects, left, refusedIfNew }: Admitted, project: string, stack = unfilled): Program {
  const vhosts = [...new Set(objects.flatMap(({ kind, args }) => vhostOf(kind, args) ?? []))].sort();
  const written = named(objects, vhosts.length > 1);
  const secrets = secretValues(written);
  const users = written.filter(({ kind }) => kind.name === "User");
  const global = written.filter(({ kind, args }) => vhostOf(kind.name, args) === undefined);
  const notesOf = (isOwn: (note: Left) => boolean): Notes => {
    return { left: left.filter(isOwn), refusedIfNew: refusedIfNew.filter(isOwn) };
  };
  const contents = vhosts.map((name) => {
    return { name, objects: written.filter(({ kind, args }) => vhostOf(kind.name, args) === name) };
  });
  const large = largeFrom(contents.map(({ objects }) => objects.length));
  const fileNames = namesFor(vhosts);
  const files: Record<string, string> = {};
  for (const { name, objects } of contents) {
    files[`${fileNames.get(name)}.ts`] = vhostFile({
      name,
      objects,
      users,
      notes: notesOf((note) => note.vhost === name),
      hasManyVHosts: vhosts.length > 1,
      isLarge: objects.length >= large,
    });
  }
  const others = notesOf(({ vhost }) => vhost === undefined || !vhosts.includes(vhost));
  const hasBrokerFile = global.length + others.left.length > 0;
  if (hasBrokerFile) files["broker.ts"] = brokerFile(global, others, vhosts.length > 1);
  const modules = [...(hasBrokerFile ? ["broker"] : []), ...vhosts.map((vhost) => String(fileNames.get(vhost)))];
  return { files: { ...projectFiles(project, modules, files, secrets, stack), ...files }, secrets };
}

/** Modules of the program, and its JSON files: Node.js would load `package.json` for "./package". */
const taken = ["index", "broker", "adopted", "secrets", "package", "tsconfig", "secret-values", "node_modules"];
/** File systems take 255 bytes. */
const longestFileName = 100;

/** A file name for each vhost, such as `shop`; `default` for "/". */
function namesFor(vhosts: readonly string[]): Map<string, string> {
  const names = new Map<string, string>();
  const used = new Set(taken);
  for (const vhost of vhosts) {
    const own =
      vhost === "/"
        ? "default"
        : vhost
            .replace(/[^\w.-]+/g, "-")
            .replace(/^[-.]+|[-.]+$/g, "")
            .slice(0, longestFileName) || "vhost";
    let name = own;
    for (let i = 2; used.has(name.toLowerCase()); i++) name = `${own}-${i}`;
    used.add(name.toLowerCase());
    names.set(vhost, name);
  }
  return names;
}
