import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { RefusedError } from "../management/errors";
import { type Manifest, manifestsIn } from "./manifest";

/** All manifests of a file with one or several documents, or of the .yaml and .yml files of a folder. */
export async function readManifests(place: string): Promise<Manifest[]> {
  const read = (await filesAt(place)).map(async (file) => manifestsOf(await readFile(file, "utf8"), file));
  return (await Promise.all(read)).flat();
}

async function filesAt(place: string): Promise<string[]> {
  if (!(await stat(place)).isDirectory()) return [place];
  const names = await readdir(place, { recursive: true });
  const files = names.filter((name) => /\.ya?ml$/.test(name)).sort();
  if (files.length === 0) throw new RefusedError(`${place} has no .yaml or .yml file`);
  return files.map((name) => path.join(place, name));
}

/** The manifests of a text, read as kubectl does: in YAML 1.1 `yes` is true, but times are text. */
export async function manifestsOf(text: string, file: string): Promise<Manifest[]> {
  // Loaded here, since nothing else needs it.
  const { parseAllDocuments }: typeof import("yaml") = require("yaml");
  const documents = parseAllDocuments(text, {
    version: "1.1",
    customTags: (tags) =>
      tags.filter((tag) => typeof tag === "string" || !(tag.tag === timestamp || tag.format === "TIME")),
  });
  return [...documents].flatMap((document) => {
    const [error] = document.errors;
    if (error) {
      const [line] = error.message.split("\n");
      throw new RefusedError(`${file} is not YAML: ${line?.replace(/:$/, "")}. If it is a template, render it first`);
    }
    return manifestsIn(document.toJS());
  });
}

const timestamp = "tag:yaml.org,2002:timestamp";
