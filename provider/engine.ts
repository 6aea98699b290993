import { connect } from "node:net";

/** Pulumi starts a provider with the engine's address. */
const address = /^(?<host>[^:]+):(?<port>\d+)$/;

/**
 * Watches the engine that started this process. After the command is killed, no signal reaches the provider, which would
 * carry on with all calls that it had got, and then stay for ever.
 */
export class Engine {
  /** Whether the engine no longer exists. */
  isGone = false;
  #calls = 0;

  constructor(
    readonly address: { readonly host: string; readonly port: number },
    readonly end: () => void,
  ) {
    this.#watch();
  }

  /** Runs a call; ends the process after the last one once the engine is gone. */
  async during<T>(call: () => Promise<T>): Promise<T> {
    this.#calls++;
    try {
      return await call();
    } finally {
      this.#calls--;
      this.#endIfIdle();
    }
  }

  /** The engine closes a connection that says nothing; if it takes no other one, it is gone. */
  #watch(): void {
    let isConnected = false;
    const socket = connect(this.address, () => {
      isConnected = true;
    });
    socket.unref();
    socket.resume();
    socket.on("error", () => {});
    socket.on("close", () => {
      if (isConnected) return this.#watch();
      this.isGone = true;
      this.#endIfIdle();
    });
  }

  #endIfIdle(): void {
    if (this.isGone && this.#calls === 0) this.end();
  }
}

/** The address among a process's arguments, if it is one of Pulumi's provider processes. */
export function engineAddress([, script = "", last = ""]: readonly string[]):
  | { host: string; port: number }
  | undefined {
  const found = /dynamic-provider/.test(script) ? address.exec(last)?.groups : undefined;
  return found && { host: String(found["host"]), port: Number(found["port"]) };
}
