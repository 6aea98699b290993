import { cpSync, symlinkSync } from "node:fs";
import { checkout, Project } from "../package/project";
import { CommandLineStack, makeOperator, type Operator, removeOperator } from "../package/stack";
import { api } from "../support/admin";
import type { TestBroker } from "../support/environment";

/** What an example's stack exports: for each application its URL and its contract. */
type Applications = Record<string, { url: string; contract: object }>;

export function copyExample(name: string, { folder }: Project): void {
  cpSync(`examples/${name}`, folder, { recursive: true });
}

/** An example in a folder of its own, deployed on a broker by the command line. */
export class Example {
  readonly project = new Project();
  readonly vhost: string;
  #operator: Operator | undefined;
  #stack: CommandLineStack | undefined;

  constructor(
    readonly name: string,
    readonly broker: TestBroker,
  ) {
    this.vhost = `example-${name}`;
  }

  async init(config: Readonly<Record<string, string>>): Promise<CommandLineStack> {
    copyExample(this.name, this.project);
    symlinkSync(`${checkout}/node_modules`, this.project.path("node_modules"));
    this.#operator = await makeOperator(this.name, this.broker);
    this.#stack = new CommandLineStack(this.project, this.#operator, this.broker);
    await this.#stack.init();
    const amqp = this.broker.amqpUrl.replace(/\/\/.*@/, "//");
    const all = { [`${this.name}:vhost`]: this.vhost, [`${this.name}:amqp`]: amqp, ...config };
    const settings = Object.entries(all).flatMap(([key, value]) => ["--plaintext", `${key}=${value}`]);
    await this.#stack.pulumi("config", "set-all", ...settings);
    return this.#stack;
  }

  /** Runs one of the applications, as a process that gets only its own URL and contract. Returns what it prints. */
  async run(app: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
    const output = await this.#stack?.pulumi("stack", "output", "applications", "--json", "--show-secrets");
    const { url = "", contract = {} } = (JSON.parse(String(output)) as Applications)[app] ?? {};
    const own = { AMQP_URL: url, CONTRACT: JSON.stringify(contract), ...env };
    return this.project.run(process.execPath, [this.project.path("apps", `${app}.js`)], own);
  }

  async remove(): Promise<void> {
    await api(this.broker, "DELETE", `vhosts/${this.vhost}`);
    if (this.#operator) await removeOperator(this.#operator, this.broker);
    this.project.remove();
  }
}
