import { readdir } from "node:fs/promises";
import path from "node:path";
import { hugeKey, isHuge } from "../../model/integer";
import { FileError, textOfFile } from "./file-text";
import { type Manifest, manifestsIn } from "./manifest";

/** All manifests of the files in a folder. */
export async function readManifests(folder: string): Promise<Manifest[]> {
  const read = (await filesIn(folder)).map(async (file) => manifestsOf(await textOfFile(file, file), file));
  return (await Promise.all(read)).flat();
}

const extension = /\.(?:ya?ml|json)$/i;

async function filesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  const files = names.filter((name) => extension.test(name)).sort();
  if (files.length === 0) throw new FileError(`${folder}: no .yaml, .yml or .json file is in it`);
  return files.map((name) => path.join(folder, name));
}

/** Whether a text that is not JSON looks like manifests, or the template of some. */
export function looksLikeManifests(text: string): boolean {
  return /^(?:apiVersion|kind|metadata|items):/m.test(text);
}

/** The manifests of a text, read as kubectl does: in YAML 1.1 `yes` is true, but times are text. */
export async function manifestsOf(text: string, file: string): Promise<Manifest[]> {
  // Loaded here, since nothing else needs it.
  const { parseAllDocuments }: typeof import("yaml") = require("yaml");
  const wrong = (why: string) => new FileError(`${file}: ${why}`);
  if (isTemplate(text)) throw wrong("it is a template, such as Helm's: render it first");
  const documents = parseAllDocuments(text, {
    version: "1.1",
    intAsBigInt: true,
    logLevel: "silent",
    customTags: (tags) =>
      tags.filter((tag) => typeof tag === "string" || !(tag.tag === timestamp || tag.format === "TIME")),
  });
  return [...documents].flatMap((document) => {
    const [error] = document.errors;
    if (error) throw wrong(`not YAML: ${error.message.split("\n")[0]?.replace(/:$/, "")}`);
    return manifestsIn(contentOf(document, wrong));
  });
}

/** Whether it has expressions of a template outside of comments, and manifests of RabbitMQ. */
function isTemplate(text: string): boolean {
  return text.includes("rabbitmq.com/") && /^[^#\n]*\{\{.*\}\}/m.test(text);
}

function contentOf(document: { toJS(): unknown }, wrong: (why: string) => Error): unknown {
  try {
    return withoutBigInts(document.toJS());
  } catch (error) {
    // What follows the colon is the content, which may be a secret.
    throw wrong(`not YAML: ${(error as Error).message.split(/\n|: /)[0]}`);
  }
}

/** Integers as JSON has them here: see `model/integer.ts`. */
function withoutBigInts(value: unknown): unknown {
  if (typeof value === "bigint") return isHuge(String(value)) ? { [hugeKey]: String(value) } : Number(value);
  if (Array.isArray(value)) return value.map(withoutBigInts);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutBigInts(inner)]));
}

const timestamp = "tag:yaml.org,2002:timestamp";
