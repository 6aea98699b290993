import type { Operation } from "../../../model/operation";
import type { Answer, Application } from "./application";
import type { Platform } from "./platform";
import type { World } from "./world";

/** One operation, with one key where it has one, and how a client asks for it. */
export interface Question {
  readonly operation: Operation;
  readonly key?: string;
  readonly ask: () => Promise<Answer>;
}

export interface Asker {
  readonly world: World;
  readonly application: Application;
  readonly platform: Platform;
  /** Routing keys, or binding keys, worth a try at an exchange. */
  readonly keysAt: (exchange: string, verb: "publish" | "bind") => string[];
}

export const durable = { durable: true };
