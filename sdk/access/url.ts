import * as pulumi from "@pulumi/pulumi";
import { missing } from "../../provider/management/settings";

/** User, password and vhost of an application. */
interface Login {
  readonly username: string;
  readonly password?: string | undefined;
  readonly vhost: string;
}

export const serverProblem =
  "must be amqp://host:port or amqps://host:port without user and vhost: AppAccess adds them";

/** The server's URL with user, password and vhost added, percent-encoded. Query parameters are kept. */
export function urlOf(server: string, { username, password, vhost }: Login): string {
  const url = new URL(server);
  url.username = encodeURIComponent(username);
  if (password !== undefined) url.password = encodeURIComponent(password);
  url.pathname = `/${encodeURIComponent(vhost)}`;
  return url.href;
}

/** The broker's AMQP address: the given one, or the management API's host with AMQP's standard port. */
export function serverOf(server: string | undefined, endpoint: string): string {
  if (server !== undefined && !isServer(server)) throw new Error(`server: ${serverProblem}`);
  if (server !== undefined) return server;
  if (endpoint === "" && isMocked()) return "amqp://localhost:5672";
  if (endpoint === "") throw missing("endpoint", "http://localhost:15672");
  if (!URL.canParse(endpoint)) {
    throw new Error("rabbitmq:endpoint must be the management API's http(s) URL, such as http://localhost:15672");
  }
  const { protocol, hostname } = new URL(endpoint);
  return protocol === "https:" ? `amqps://${hostname}:5671` : `amqp://${hostname}:5672`;
}

/** Whether this is a unit test, whose mocks need no broker. */
function isMocked(): boolean {
  const monitor: object | undefined = pulumi.runtime.getMonitor();
  return monitor !== undefined && "mocks" in monitor;
}

/** Whether the URL has only protocol, host, port and query: no user, password, path or fragment. */
export function isServer(server: string): boolean {
  if (!URL.canParse(server)) return false;
  const { protocol, hostname, username, password, pathname, hash } = new URL(server);
  const isAlone = username === "" && password === "" && hash === "" && /^\/?$/.test(pathname);
  return isAlone && /^amqps?:$/.test(protocol) && /^[^\s,]+$/.test(hostname);
}
