import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type ts from "typescript";
import { pages } from "../../dev/pages";
import { readSource } from "../../dev/pages/source";
import type { Kind } from "../../provider/kind";
import { type KindName, kinds } from "../../provider/kinds";
import { sections } from "../../provider/topology/section";
import * as rabbitmq from "../../sdk";
import { plural } from "../../sdk/lookup/of-kind";
import { Builder } from "../../sdk/topology/builder";
import { kindCases } from "../support/kind-cases";

const root = path.join(__dirname, "..", "..");
const source = readSource();
const { checker, exported, documentation, propertiesOf } = source;

describe.each(Object.keys(kinds) as KindName[])("the kind %s", (name) => {
  const kind: Kind = kinds[name];
  const args = exported.get(`${name}Args`);
  const properties = propertiesOf(`${name}Args`);

  test("is named as in provider/kinds/index.ts", () => {
    expect(kind.name).toBe(name);
  });

  test("has a class in sdk/kinds.ts, documented", () => {
    expect((rabbitmq as unknown as Record<string, unknown>)[name]).toEqual(expect.any(Function));
    expect(documentation(exported.get(name))).not.toBe("");
  });

  test("has a case in test/support/kind-cases.ts, for the contract of all kinds", () => {
    expect(kindCases("vhost")[name]).toBeDefined();
  });

  test("has its lookups in sdk/kinds.ts, by what identifies an object, and of all objects", () => {
    const all = isAlone(kind) ? [] : [`get${plural(name)}`];
    const functions = [`get${name}`, ...all].flatMap((look) => [look, `${look}Output`]);
    expect(functions.filter((look) => !exported.has(look))).toEqual([]);
    for (const look of [`get${name}`, `get${name}Output`]) {
      expect(argumentsOf(look)).toEqual([...kind.identity].sort());
    }
    for (const look of all) {
      for (const each of [look, `${look}Output`]) {
        expect(argumentsOf(each)).toEqual(containerOf(kind));
      }
    }
  });

  test("has a lookup whose answer has its fields that the broker has, its outputs and its id", () => {
    const fields = Object.keys(kind.schema).filter((field) => !kind.local.includes(field) && field !== "password");
    expect(answerOf(`get${name}`)).toEqual([...fields, ...(kind.outputs ?? []), "id"].sort());
  });

  test("is named in CHANGELOG.md", () => {
    expect(readFileSync(path.join(root, "CHANGELOG.md"), "utf8")).toContain(`\`${name}\``);
  });

  test("has Args exported by sdk/kinds.ts, documented, the same as its schema", () => {
    expect(documentation(args)).not.toBe("");
    expect(properties.map((property) => property.name).sort()).toEqual(Object.keys(kind.schema).sort());
    expect(properties.filter((property) => documentation(property) === "").map((property) => property.name)).toEqual(
      [],
    );
  });

  test('says "(replaces)" of the arguments that replace it, and of no others', () => {
    const said = properties.filter((property) => documentation(property).includes("(replaces)"));
    const replacing = Object.keys(kind.schema).filter((field) => !kind.updates.includes(field));
    expect(said.map((property) => property.name).sort()).toEqual(replacing.sort());
  });
});

test("each kind that a file of provider/kinds/ exports is in provider/kinds/index.ts", () => {
  const folder = path.join(root, "provider", "kinds");
  const exports = readdirSync(folder).flatMap((file) => Object.values<unknown>(require(path.join(folder, file))));
  const isKind = (value: unknown): value is Kind => typeof value === "object" && value !== null && "noun" in value;
  const made = exports.filter(isKind);
  expect(made.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(kinds)));
  const forgotten = made.filter((kind) => !Object.values<Kind>(kinds).includes(kind));
  expect(forgotten.map(({ name }) => name)).toEqual([]);
});

test("the tables of kinds in pages are as `npm run pages` writes them", () => {
  for (const { before, after } of pages(kinds, source)) expect(before).toBe(after);
});

describe("a topology", () => {
  const documented = (type: string) =>
    propertiesOf(type)
      .filter((member) => documentation(member) !== "")
      .map(({ name }) => name);

  test("has a property in TopologyData of sdk/topology/args.ts for each section, documented", () => {
    expect(documented("TopologyData").sort()).toEqual(sections.map(({ name }) => name).sort());
  });

  test("has a method in TopologyBuilder of sdk/topology/args.ts for each section that define can add to, documented", () => {
    const { methods } = new Builder("t", "shop", {});
    expect(documented("TopologyBuilder").sort()).toEqual(Object.keys(methods).sort());
  });
});

test("each class of the library is a kind, but for the provider and components", () => {
  const others = ["Provider", "AppAccess", "Topology"];
  const classes = [...exported.keys()].filter((name) => exported.has(`${name}Args`) && !others.includes(name));
  expect(classes.sort()).toEqual(Object.keys(kinds).sort());
});

/** Whether there is at most one such object, of a broker or of a vhost, so that there is no list. */
function isAlone(kind: Kind): boolean {
  return kind.identity.every((field) => containerOf(kind).includes(field));
}

/** What a list is of. */
function containerOf({ identity, listedBy = identity.filter((field) => field === "vhost") }: Kind): string[] {
  return [...listedBy].sort();
}

function signatureOf(look: string): ts.Signature {
  const [signature] = checker.getTypeOfSymbol(exported.get(look) as ts.Symbol).getCallSignatures();
  return signature as ts.Signature;
}

/** The names of a lookup's own arguments. Its last parameter are the options. */
function argumentsOf(look: string): string[] {
  const [given] = signatureOf(look).parameters;
  const parameters = checker.getTypeArguments(checker.getTypeOfSymbol(given as ts.Symbol) as ts.TypeReference);
  const [args] = parameters.slice(0, -1).map((type) => checker.getNonNullableType(type));
  return args ? namesIn(args) : [];
}

/** The names of the properties of what a lookup's promise gives. */
function answerOf(look: string): string[] {
  const answer = checker.getAwaitedType(signatureOf(look).getReturnType());
  return answer ? namesIn(answer) : [];
}

function namesIn(type: ts.Type): string[] {
  const names = checker.getPropertiesOfType(type).map(({ name }) => name);
  return names.sort();
}
