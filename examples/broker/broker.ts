// Starts a broker with Docker, so that this example needs no other plugin. Yours may be a container of @pulumi/docker, a Helm
// release or a managed broker: what counts is that its address is an output.
import * as pulumi from "@pulumi/pulumi";

interface Login {
  username: pulumi.Input<string>;
  password: pulumi.Input<string>;
}

const container: pulumi.dynamic.ResourceProvider = {
  async create({ username, password }) {
    const { execFileSync } = await import("node:child_process");
    const env = [`RABBITMQ_DEFAULT_USER=${username}`, `RABBITMQ_DEFAULT_PASS=${password}`].flatMap((pair) => [
      "-e",
      pair,
    ]);
    const id = execFileSync("docker", ["run", "-d", "-p", "127.0.0.1::15672", ...env, "rabbitmq:4-management"], {
      encoding: "utf8",
    });
    const address = execFileSync("docker", ["port", id.trim(), "15672"], { encoding: "utf8" });
    return { id: id.trim(), outs: { endpoint: `http://${address.trim()}` } };
  },
  async delete(id) {
    const { execFileSync } = await import("node:child_process");
    execFileSync("docker", ["rm", "--force", "--volumes", id]);
  },
};

export class Broker extends pulumi.dynamic.Resource {
  declare readonly endpoint: pulumi.Output<string>;

  constructor(name: string, login: Login, opts?: pulumi.CustomResourceOptions) {
    super(container, name, { ...login, endpoint: undefined }, opts);
  }
}
