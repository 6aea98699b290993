import { readFileSync, symlinkSync } from "node:fs";
import { connect } from "amqplib";
import { checkout, Project } from "../package/project";
import { CommandLineStack, makeOperator, removeOperator } from "../package/stack";
import { api } from "../support/admin";
import type { TestBroker } from "../support/environment";
import { until, uriIn } from "../support/shovel";

interface Scene {
  readonly name: string;
  /** The configuration of the example. */
  readonly config: Readonly<Record<string, string>>;
  readonly from: {
    readonly broker: TestBroker;
    readonly vhost: string;
    readonly exchange: string;
    readonly key: string;
  };
  readonly to: { readonly broker: TestBroker; readonly vhost: string; readonly queue: string };
}

/** Deploys an example with two brokers, publishes at one of them until the message arrives at the other, and deletes all of it. */
export async function movesAMessage({ name, config, from, to }: Scene): Promise<void> {
  const project = new Project();
  symlinkSync(`${checkout}/node_modules`, project.path("node_modules"));
  const files = ["Pulumi.yaml", "package.json", "index.ts"];
  project.write(Object.fromEntries(files.map((file) => [file, readFileSync(`examples/${name}/${file}`, "utf8")])));
  const operator = await makeOperator(name);
  const stack = new CommandLineStack(project, operator);
  try {
    await stack.init();
    const pairs = Object.entries(config).flatMap(([key, value]) => ["--secret", `${name}:${key}=${value}`]);
    await stack.pulumi("config", "set-all", ...pairs);
    await stack.up();
    for (const { broker, vhost } of [from, to]) {
      await api(broker, "PUT", `permissions/${vhost}/${broker.username}`, { configure: "", write: ".*", read: ".*" });
    }
    const [source, destination] = await Promise.all(
      [from, to].map(({ broker, vhost }) => connect(uriIn(broker, vhost))),
    );
    const out = await source?.createChannel();
    const incoming = await destination?.createChannel();
    await until(async () => {
      out?.publish(from.exchange, from.key, Buffer.from("a message"));
      const message = await incoming?.get(to.queue, { noAck: true });
      return message ? message.content.toString() === "a message" : false;
    });
    await source?.close();
    await destination?.close();
    const text = await stack.pulumi("stack", "export");
    for (const secret of [config["password"], config["link"]]) expect(secret && text.includes(secret)).toBeFalsy();
    expect(text.match(/amqp:\/\/[^\s"]*@/g)).toBeNull();
  } finally {
    await Promise.all([from, to].map(({ broker, vhost }) => api(broker, "DELETE", `vhosts/${vhost}`)));
    for (const user of ["shovel", "federation-link"]) await api(to.broker, "DELETE", `users/${user}`);
    for (const user of ["shovel", "federation-link"]) await api(from.broker, "DELETE", `users/${user}`);
    await removeOperator(operator);
    project.remove();
  }
}
