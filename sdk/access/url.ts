import * as pulumi from "@pulumi/pulumi";
import type { AmqpPorts } from "../../provider/amqp-ports";
import { missing } from "../../provider/management/settings";

/** User, password and vhost of an application. */
interface Login {
  readonly username: string;
  readonly password?: string | undefined;
  readonly vhost: string;
}

const standard = { amqp: 5672, amqps: 5671 };

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

/**
 * The broker's AMQP address: the given one, or the management API's host with the port on which the broker listens. That
 * is known only of the endpoint through which it was found out; else it is AMQP's standard port.
 */
export function serverOf(server: string | undefined, endpoint: string, ports?: AmqpPorts): string {
  if (server !== undefined && !isServer(server)) throw new Error(`server: ${serverProblem}`);
  if (server !== undefined) return server;
  if (endpoint === "" && isMocked()) return "amqp://localhost:5672";
  if (endpoint === "") throw missing("endpoint", "http://localhost:15672");
  if (!URL.canParse(endpoint)) {
    throw new Error("rabbitmq:endpoint must be the management API's http(s) URL, such as http://localhost:15672");
  }
  const { protocol, hostname, port } = new URL(endpoint);
  const isSecure = protocol === "https:";
  const { amqp, amqps } = (ports?.management === Number(port || (isSecure ? 443 : 80)) && ports) || standard;
  const takesTls = isSecure || amqp === undefined;
  return takesTls ? `amqps://${hostname}:${amqps ?? standard.amqps}` : `amqp://${hostname}:${amqp}`;
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
