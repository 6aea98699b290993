import { api } from "../support/admin";
import { newest, type TestBroker } from "../support/environment";
import type { Project } from "./project";

export interface Operator {
  readonly username: string;
  readonly password: string;
}

/** An administrator of one test file, whose name and password are like nothing else that is printed or stored. */
export async function makeOperator(name: string, broker: TestBroker = newest): Promise<Operator> {
  const operator = { username: `operator-7Qx2-${name}`, password: `operator-pw-9fKz-${name}` };
  await api(broker, "PUT", `users/${operator.username}`, { password: operator.password, tags: "administrator" });
  return operator;
}

export function removeOperator({ username }: Operator, broker: TestBroker = newest): Promise<unknown> {
  return api(broker, "DELETE", `users/${username}`);
}

/** A stack on a file backend in the project's folder, run by the command line as a user does. */
export class CommandLineStack {
  /** All that the commands printed. */
  output = "";
  /** Whether the types of the program have been checked, which takes longer than all else that a run does. */
  #isChecked = false;

  constructor(
    private readonly project: Project,
    private readonly operator: Operator,
    private readonly broker: TestBroker = newest,
    /** Where its Pulumi.yaml is, in the project's folder. */
    private readonly folder = "",
  ) {}

  async init(): Promise<void> {
    this.project.write({ "state/.keep": "" });
    await this.pulumi("stack", "init", "test");
    await this.pulumi(
      "config",
      "set-all",
      ...["--plaintext", `rabbitmq:endpoint=${this.broker.endpoint}`],
      ...["--plaintext", `rabbitmq:username=${this.operator.username}`],
      ...["--secret", `rabbitmq:password=${this.operator.password}`],
    );
  }

  async pulumi(...args: string[]): Promise<string> {
    const output = await this.project.run(
      "pulumi",
      [...args, "--non-interactive", "--cwd", this.project.path(this.folder)],
      {
        PULUMI_BACKEND_URL: `file://${this.project.path("state")}`,
        ...(this.#isChecked && { PULUMI_NODEJS_TRANSPILE_ONLY: "true" }),
      },
    );
    this.#isChecked ||= ["preview", "up"].includes(String(args[0]));
    this.output += output;
    return output;
  }

  up = () => this.pulumi("up", "--yes", "--skip-preview", "--diff");
  destroy = () => this.pulumi("destroy", "--yes", "--skip-preview");

  async resources(): Promise<StateResource[]> {
    return JSON.parse(await this.pulumi("stack", "export")).deployment.resources ?? [];
  }
}

export interface StateResource {
  readonly type: string;
  readonly urn: string;
  readonly inputs: Record<string, unknown>;
  readonly outputs: Record<string, unknown>;
}
