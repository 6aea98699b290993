import type { RequestListener, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { allFaults, behindProxy, type Fault, spoiled } from "../proxy";
import { type Mishap, outages } from "./mishap";
import type { OwnBroker } from "./own-broker";
import type { Outcome, Project, Running, Shape, Verb } from "./project";

/** Shorter than the pause of a broker that comes back while the command runs. */
const timeoutSeconds = "2";
const pauseMilliseconds = 3_000;
const slowMilliseconds = 500;

export interface Met extends Outcome {
  readonly isMet: boolean;
  /** The broker's proxy lives on: a provider whose command was killed may still send. */
  readonly stopProxy: () => Promise<void>;
}

/** Runs a command, which meets the mishap if it sends enough requests. */
export async function meet(
  { own, project }: { own: OwnBroker; project: Project },
  verb: Verb,
  shape: Shape,
  mishap: Mishap,
): Promise<Met> {
  const { fault, after, during, isBefore } = mishap;
  let running: Running | undefined;
  let isMet = false;
  let over: Promise<void> | undefined;
  const begin = () => {
    over = happen(mishap, own, project, running as Running);
  };
  const meeting = (pass: RequestListener): RequestListener => {
    if (isOfProxy(fault)) return spoiled(fault, pass);
    if (fault === "slow") return (...given) => void setTimeout(() => pass(...given), slowMilliseconds);
    return (request, response) => {
      if (isBefore) begin();
      pass(request, isBefore ? response : withHook(response, begin));
    };
  };
  const noting =
    (listener: RequestListener): RequestListener =>
    (...given) => {
      isMet = true;
      listener(...given);
    };
  const isLong = isOfProxy(fault) || fault === "slow";
  const proxy = await behindProxy(own.now, { after, during: isLong ? during : 1 }, (pass) => noting(meeting(pass)));
  running = project.begin(verb, proxy.broker, shape, timeoutSeconds);
  const outcome = await running.ended;
  await over;
  if (outages.some((outage) => outage === fault) && isMet) await own.end();
  project.disk.free();
  return { ...outcome, isMet, stopProxy: proxy.stop };
}

function isOfProxy(fault: Mishap["fault"]): fault is Fault {
  return allFaults.some((other) => other === fault);
}

/** Lets it happen; resolves when it is over, if it is over before the command is. */
async function happen({ fault, isShort }: Mishap, own: OwnBroker, project: Project, { pid }: Running): Promise<void> {
  if (fault === "disk full") project.disk.fill();
  if (fault === "killed") send(pid, "SIGKILL");
  if (fault === "machine lost") for (const each of project.processes()) send(each.pid, "SIGKILL");
  // As Ctrl+C does, to the whole process group.
  if (fault === "interrupted once" || fault === "interrupted twice") send(-pid, "SIGINT");
  if (fault === "interrupted twice") {
    await sleep(100);
    send(-pid, "SIGINT");
  }
  if (fault === "broker stopped" || fault === "broker killed" || fault === "broker paused") {
    own.begin(fault);
    if (!isShort) return;
    if (fault === "broker paused") await sleep(pauseMilliseconds);
    await own.end();
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}

/** Calls the hook when the broker's answer is there, before it is passed on. */
function withHook(response: ServerResponse, hook: () => void): ServerResponse {
  const writeHead = (status: number, headers: Record<string, string>) => {
    hook();
    return response.writeHead(status, headers);
  };
  return Object.assign(Object.create(response), {
    writeHead,
    write: (chunk: Buffer) => response.write(chunk),
    end: () => response.end(),
  });
}
