import { readFileSync } from "node:fs";
import type { Fields } from "../../../model/object";
import { unknownSecrets } from "./secrets";

interface Manifest {
  readonly version: string;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

const own: Manifest = JSON.parse(readFileSync(require.resolve("pulumi-rabbitmq-topology/package.json"), "utf8"));

/** The package.json of the program. */
export function manifestOf(project: string): string {
  const manifest = {
    name: project,
    private: true,
    dependencies: {
      "@pulumi/pulumi": own.peerDependencies["@pulumi/pulumi"],
      "pulumi-rabbitmq-topology": `^${own.version}`,
    },
    devDependencies: { "@types/node": "^20", typescript: "^5" },
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** The stack for which a program is written. */
export interface Stack {
  readonly name: string;
  /** Whether its state has the objects already, and its configuration the secrets. */
  readonly isFilled: boolean;
}

/** What to do next. */
export function readmeOf(project: string, values: Fields, { name, isFilled }: Stack): string {
  const unknown = unknownSecrets(values).map(
    (key) => `# fill in ${JSON.stringify(key)} in secret-values.json: the source does not show it`,
  );
  const secrets =
    !isFilled && Object.keys(values).length > 0
      ? [
          ...unknown,
          "pulumi config set --secret secrets < secret-values.json   # passwords' hashes and URIs; then delete the file",
          "rm secret-values.json",
        ]
      : [];
  return `# ${project}

This Pulumi program declares the topology of a RabbitMQ broker. \`rabbitmq-topology import\` wrote it from what existed; from now on it is yours.

\`\`\`sh
npm install
pulumi stack ${isFilled ? "select" : "init"} ${name}
pulumi config set rabbitmq:endpoint http://localhost:15672
pulumi config set rabbitmq:username admin
pulumi config set --secret rabbitmq:password
${[...secrets, isFilled ? "pulumi preview   # shows no changes" : "pulumi up"].join("\n")}
\`\`\`

- **On the broker it came from**, ${
    isFilled
      ? `everything is in the state of the stack ${name} already, and its configuration has the secrets`
      : "the first `pulumi up` adopts what exists as it is declared here, and changes nothing"
  }.
- **On a new broker**, it creates everything. What a new broker has already, such as the vhost \`/\` or the user \`guest\`, may differ: \`pulumi config set rabbitmq:onExisting takeOver\` changes it.
- **What is owned can be deleted**: \`pulumi destroy\` deletes what the program declares. Until you remove \`protect\` in \`adopted.ts\`, Pulumi refuses to.
- The comments at the end of the files list what the program does not own, and why.
`;
}
