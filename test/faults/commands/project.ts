import { spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { TestBroker } from "../../support/environment";
import { type Disk, makeDisk } from "./disk";
import { processesWith } from "./processes";

export type Verb = "up" | "refresh" | "destroy";

/** What the program declares. */
export interface Shape {
  readonly shape: "singles" | "topology" | "access";
  readonly vhost: string;
  readonly isChanged: boolean;
}

export interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

export interface Running {
  readonly pid: number;
  readonly ended: Promise<Outcome>;
}

/** On a full disk, Pulumi tries to write its state for half a minute for each resource. */
const longest = 600_000;
const options = ["--yes", "--non-interactive", "--stack", "test"];
let projects = 0;

/** A project with one stack, run by the real CLI as in a shell. */
export class Project {
  readonly disk: Disk;
  readonly #folder: string;
  readonly #mark = `FAULTS_PROJECT=${process.pid}.${projects++}`;

  static async make(): Promise<Project> {
    const folder = mkdtempSync(path.join(tmpdir(), "faults-project-"));
    const program = path.join(__dirname, "program", "index.js");
    writeFileSync(path.join(folder, "Pulumi.yaml"), `name: faults\nruntime: nodejs\nmain: ${program}\n`);
    return new Project(folder, await makeDisk(path.join(folder, "state")));
  }

  constructor(folder: string, disk: Disk) {
    this.#folder = folder;
    this.disk = disk;
  }

  init(): Promise<Outcome> {
    return this.#start(["stack", "init", "test", "--non-interactive"]).ended;
  }

  begin(verb: Verb, broker: TestBroker, shape: Shape, timeout: string): Running {
    return this.#run(verb, broker, shape, timeout);
  }

  run(verb: Verb, broker: TestBroker, shape: Shape, flags: readonly string[] = []): Promise<Outcome> {
    return this.#run(verb, broker, shape, "30", flags).ended;
  }

  #run(verb: Verb, broker: TestBroker, shape: Shape, timeout: string, flags: readonly string[] = []): Running {
    return this.#start([verb, "--skip-preview", ...options, ...flags], {
      PROGRAM: JSON.stringify(shape),
      RABBITMQ_ENDPOINT: broker.endpoint,
      RABBITMQ_USERNAME: broker.username,
      RABBITMQ_PASSWORD: broker.password,
      RABBITMQ_TIMEOUT: timeout,
    });
  }

  /** Unlocks the stack, if a killed command left it locked. */
  async unlock(): Promise<void> {
    const locks = this.#file("locks/organization/faults/test");
    const isLocked = existsSync(locks) && readdirSync(locks).some((name) => name.endsWith(".json"));
    if (isLocked) expect(await this.#start(["cancel", ...options]).ended).toMatchObject({ code: 0 });
  }

  /**
   * Restores the state that the full disk left empty: Pulumi's file backend writes it so, and after a second failure its
   * backup too. The state after the last command is in the history.
   */
  restoreState(): void {
    const file = this.#file("stacks/faults/test.json");
    const history = this.#file("history/faults/test");
    const newestFirst = (existsSync(history) ? readdirSync(history) : []).sort().reverse();
    const checkpoints = newestFirst.filter((name) => name.endsWith(".checkpoint.json"));
    const states = [file, `${file}.bak`, ...checkpoints.map((name) => path.join(history, name))];
    const whole = states.find(isJson);
    if (whole && whole !== file) copyFileSync(whole, file);
  }

  /** The state's resources of this library. */
  state(): string[] {
    const { checkpoint } = JSON.parse(readFileSync(this.#file("stacks/faults/test.json"), "utf8"));
    const all: { urn: string; type: string }[] = checkpoint.latest?.resources ?? [];
    return all.filter(({ type }) => type.includes("rabbitmq:")).map(({ urn }) => urn.split("::").slice(2).join(" "));
  }

  /** Every process that descends from a command, also from one that has ended. */
  processes() {
    return processesWith(this.#mark);
  }

  /** The processes that are left after some seconds, but for Pulumi's own language host, which a killed command leaves. */
  async left(): Promise<string[]> {
    const left = () => this.processes().filter(({ command }) => !command.includes("pulumi-language"));
    for (let waited = 0; waited < 100 && left().length > 0; waited++) await sleep(100);
    return left().map(({ command }) => command);
  }

  remove(): void {
    for (const { pid } of this.processes()) process.kill(pid, "SIGKILL");
    this.disk.remove();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #file(name: string): string {
    return path.join(this.disk.folder, ".pulumi", name);
  }

  #start(args: readonly string[], environment: Record<string, string> = {}): Running {
    const [name = "", value = ""] = this.#mark.split("=");
    const process_ = spawn("pulumi", args, {
      cwd: this.#folder,
      detached: true, // a process group of its own, as a shell gives it, to interrupt it
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        PULUMI_BACKEND_URL: `file://${this.disk.folder}`,
        PULUMI_DISABLE_CHECKPOINT_BACKUPS: "true",
        ...environment,
        [name]: value,
      },
    });
    const chunks: string[] = [];
    for (const stream of [process_.stdout, process_.stderr]) stream.on("data", (chunk) => chunks.push(String(chunk)));
    const ended = new Promise<Outcome>((resolve) => {
      const limit = setTimeout(() => {
        chunks.push("\nThe command hangs.\n");
        process_.kill("SIGKILL");
      }, longest);
      process_.on("exit", (code) => {
        clearTimeout(limit);
        // A process that outlives a killed command keeps its output open.
        setTimeout(() => resolve({ code, output: chunks.join("") }), 50);
      });
    });
    return { pid: Number(process_.pid), ended };
  }
}

function isJson(file: string): boolean {
  try {
    JSON.parse(readFileSync(file, "utf8"));
    return true;
  } catch {
    return false;
  }
}
