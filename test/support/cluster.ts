import { mkdtempSync, readFileSync } from "node:fs";
import path from "node:path";
import { startBroker } from "../../dev/broker";
import type { TestBroker } from "./environment";

const size = 3;

/** A node of a {@link Cluster}, which can be taken down and brought back, with its data. */
export interface Node extends TestBroker {
  /** Ends it without a word, as a power failure does. */
  kill(): Promise<void>;
  /** Stops it as an administrator does. */
  stop(): Promise<void>;
  /** Starts it again; waits until it answers. */
  start(): Promise<void>;
}

export interface Cluster {
  readonly nodes: readonly [Node, Node, Node];
  stop(): Promise<void>;
}

/** Whether the nodes of this broker's source can see each other: those of containers cannot. */
export const canCluster = ({ from, version }: TestBroker) =>
  !["docker", "podman", "RABBITMQ_ENDPOINT"].includes(String(from)) && !version.startsWith("3.");

/** Three nodes on the loopback, which stop together with the process that started them. */
export async function startCluster({ version }: TestBroker): Promise<Cluster> {
  const folder = mkdtempSync(path.join(String(process.env["PULUMI_HOME"]), "..", "cluster-"));
  const dirs = Array.from({ length: size }, (_, index) => path.join(folder, `${index}`)) as [string, string, string];
  const start = (dir: string, peerDir?: string) =>
    startBroker({
      dir,
      version: String(/^\d+\.\d+/.exec(version)),
      plugins: ["rabbitmq_stream", "rabbitmq_shovel", "rabbitmq_federation"],
      ...(peerDir !== undefined && { peerDir }),
    });
  const [first, ...others] = dirs;
  const brokers = [await start(first), ...(await Promise.all(others.map((dir) => start(dir, first))))];
  const nodes = brokers.map((broker, index): Node => {
    const dir = String(dirs[index]);
    const peerDir = dirs.find((other) => other !== dir);
    return {
      ...broker,
      kill: async () => {
        process.kill(Number(readFileSync(path.join(dir, "rabbitmq.pid"), "utf8")), "SIGKILL");
        await broker.stop(); // waits for the end
      },
      start: async () => {
        const { endpoint } = await start(dir, peerDir);
        expect(endpoint).toBe(broker.endpoint);
      },
    };
  }) as [Node, Node, Node];
  return { nodes, stop: async () => void (await Promise.all(nodes.map((node) => node.stop()))) };
}
