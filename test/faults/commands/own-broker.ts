import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startBroker } from "../../../dev/broker";
import { isKept } from "../../../dev/broker/keep";
import type { TestBroker } from "../../support/environment";
import { processesWith } from "./processes";

export type Outage = "broker stopped" | "broker killed" | "broker paused";

/** A broker that a test may stop, kill and pause, since no other test uses it. */
export interface OwnBroker {
  readonly now: TestBroker;
  /** Begins an outage. */
  begin(outage: Outage): void;
  /** Ends the outage: the broker runs, with its data. */
  end(): Promise<void>;
  remove(): Promise<void>;
}

export async function startOwnBroker(version: string): Promise<OwnBroker> {
  const dir = mkdtempSync(path.join(tmpdir(), "faults-broker-"));
  const options = { dir, version: version.split(".").slice(0, 2).join(".") };
  let broker = await startBroker(options);
  let outage: Outage | undefined;
  const signal = (name: NodeJS.Signals) => {
    const all = processesWith(`RABBITMQ_NODENAME=${broker.node}`);
    for (const { pid } of all.filter(({ command }) => /beam/.test(command))) process.kill(pid, name);
  };
  let stopping: Promise<void> | undefined;
  return {
    get now() {
      return broker;
    },
    begin(which) {
      outage = which;
      if (which === "broker stopped") stopping = broker.stop();
      else signal(which === "broker killed" ? "SIGKILL" : "SIGSTOP");
    },
    async end() {
      if (outage === "broker paused") signal("SIGCONT");
      await stopping;
      while (outage === "broker killed" && (await isKept(dir, broker.pid))) await sleep(20);
      outage = undefined;
      broker = await startBroker(options);
    },
    async remove() {
      await broker.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
