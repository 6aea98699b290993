import { readFileSync } from "node:fs";

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

/** What to do next. */
export function readmeOf(project: string, hasSecrets: boolean): string {
  const secrets = hasSecrets
    ? [
        "pulumi config set --secret secrets < secrets.json   # passwords' hashes and URIs; then delete the file",
        "rm secrets.json",
      ]
    : [];
  return `# ${project}

This Pulumi program declares the topology of a RabbitMQ broker. \`rabbitmq-topology import\` wrote it from what existed; from now on it is yours.

\`\`\`sh
npm install
pulumi stack init dev
pulumi config set rabbitmq:endpoint http://localhost:15672
pulumi config set rabbitmq:username admin
pulumi config set --secret rabbitmq:password
${[...secrets, "pulumi up"].join("\n")}
\`\`\`

- **On the broker it came from**, the first \`pulumi up\` adopts what exists as it is declared here, and changes nothing. If \`import --into <stack>\` wrote the state already, there is nothing left to do.
- **On a new broker**, it creates everything. What a new broker has already, such as the vhost \`/\` or the user \`guest\`, may differ: \`pulumi config set rabbitmq:onExisting takeOver\` changes it.
- **What is owned can be deleted**: \`pulumi destroy\` deletes what the program declares. Until you remove \`protect\` in \`adopted.ts\`, Pulumi refuses to.
- The comments at the end of the files list what the program does not own, and why.
`;
}
