import type { Fields } from "../../../model/object";
import { bare, uses } from "./file";
import { quoted } from "./literal";
import { manifestOf, readmeOf, type Stack } from "./project-texts";

const adopted = `import type * as pulumi from "@pulumi/pulumi";

/** Pulumi refuses to delete what this program adopted. Remove \`protect\` once you want it to. */
export const adopted: pulumi.CustomResourceOptions = { protect: true };
`;

const each = `
/** Makes one for each name. */
export function each<const Name extends string, Made>(names: readonly Name[], make: (name: Name) => Made) {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, Made>;
}
`;

const combined = `
/** Each start with each end, such as "billing.paid". */
export function combined<const Start extends string, const End extends string>(
  starts: readonly Start[],
  ends: readonly End[],
) {
  return starts.flatMap((start) => ends.map((end) => \`\${start}\${end}\` as const));
}
`;

const secrets = `import * as pulumi from "@pulumi/pulumi";

/** All secrets of this program: \`pulumi config\` keeps them encrypted. */
const secrets = new pulumi.Config().requireSecretObject<Record<string, unknown>>("secrets");

export function secret(key: string): pulumi.Output<string> {
  return secretValue<string>(key);
}

export function secretValue<Value>(key: string): pulumi.Output<Value> {
  return secrets.apply((all) => all[key] as Value);
}
`;

const tsconfig = `{
  "compilerOptions": {
    "strict": true,
    "target": "es2022",
    "module": "nodenext",
    "skipLibCheck": true,
    "noEmit": true
  }
}
`;

/** What a Pulumi project needs beside its declarations. */
export function projectFiles(
  project: string,
  modules: readonly string[],
  declarations: Readonly<Record<string, string>>,
  values: Fields,
  stack: Stack,
): Record<string, string> {
  const codes = Object.values(declarations).map(bare);
  const isUsed = (name: "each" | "combined") => codes.some((code) => uses(code, name));
  return {
    "Pulumi.yaml": `name: ${project}\nruntime: nodejs\ndescription: The topology of a RabbitMQ broker\n`,
    "package.json": manifestOf(project),
    "tsconfig.json": tsconfig,
    "README.md": readmeOf(project, values, stack),
    ".gitignore": "node_modules/\nsecret-values.json\n",
    "index.ts": modules.map((name) => `import ${quoted(`./${name}`)};\n`).join("") || "export {};\n",
    "adopted.ts": adopted + (isUsed("each") ? each : "") + (isUsed("combined") ? combined : ""),
    ...(Object.keys(values).length > 0 && { "secrets.ts": secrets }),
  };
}
