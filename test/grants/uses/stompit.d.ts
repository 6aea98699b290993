/** As much of the client as is used here; it has no types of its own. */
declare module "stompit" {
  import type { EventEmitter } from "node:events";

  type Headers = { [name: string]: string };
  interface Message extends NodeJS.ReadableStream {
    readString(encoding: string, callback: (error: Error | null, body: string) => void): void;
  }
  export interface Client extends EventEmitter {
    send(headers: Headers, options?: { onReceipt?: () => void }): NodeJS.WritableStream;
    sendFrame(command: string, headers: Headers, options?: { onReceipt?: () => void }): NodeJS.WritableStream;
    setImplicitSubscription(
      id: string,
      ack: string,
      listener: (error: Error | null, message: Message) => void,
    ): unknown;
    destroy(error?: Error): void;
    setCommandHandler(command: string, handler: (frame: { headers: Headers }) => void): void;
  }
  export function connect(
    options: { host: string; port: number; timeout?: number; connectHeaders: Headers },
    listener: (error: Error | null, client: Client) => void,
  ): Client;
}
