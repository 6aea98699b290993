import * as pulumi from "@pulumi/pulumi";
import { environmentName } from "../../provider/management/settings";
import { Provider } from "../provider";

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
  if (!URL.canParse(endpoint)) throw new Error("the broker's address for the URL is not known: set server");
  const { protocol, hostname } = new URL(endpoint);
  return protocol === "https:" ? `amqps://${hostname}:5671` : `amqp://${hostname}:5672`;
}

/** The management API's URL, if the program knows it; else an empty text. */
export function endpointOf(provider: pulumi.ProviderResource | undefined): pulumi.Input<string> {
  const configured = Provider.isInstance(provider) ? provider.endpoint : new pulumi.Config("rabbitmq").get("endpoint");
  return configured ?? process.env[environmentName("endpoint")] ?? "";
}

/** Whether the URL has only protocol, host, port and query: no user, password, path or fragment. */
export function isServer(server: string): boolean {
  if (!URL.canParse(server)) return false;
  const { protocol, hostname, username, password, pathname, hash } = new URL(server);
  const isAlone = username === "" && password === "" && hash === "" && /^\/?$/.test(pathname);
  return isAlone && /^amqps?:$/.test(protocol) && /^[^\s,]+$/.test(hostname);
}
