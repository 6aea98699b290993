import * as pulumi from "@pulumi/pulumi";
import { environmentName } from "../../provider/management/settings";
import { Provider } from "../provider";

/** What an application logs in with. */
interface Login {
  readonly username: string;
  readonly password?: string | undefined;
  readonly vhost: string;
}

export const serverProblem =
  "must be amqp://host:port or amqps://host:port: user and vhost are put in for the application";

/** The URL for an application, on a server given without user and vhost. Query parameters stay. */
export function urlOf(server: string, { username, password, vhost }: Login): string {
  const url = new URL(server);
  url.username = encodeURIComponent(username);
  if (password !== undefined) url.password = encodeURIComponent(password);
  url.pathname = `/${encodeURIComponent(vhost)}`;
  return url.href;
}

/** Where applications reach the broker: as given, or at AMQP's standard port next to its management API. */
export function serverOf(server: string | undefined, endpoint: string): string {
  if (server !== undefined && !isServer(server)) throw new Error(`server: ${serverProblem}`);
  if (server !== undefined) return server;
  if (!URL.canParse(endpoint)) throw new Error("the URL needs to know where the broker is: set server");
  const { protocol, hostname } = new URL(endpoint);
  return protocol === "https:" ? `amqps://${hostname}:5671` : `amqp://${hostname}:5672`;
}

/** The management API's URL, as far as the program can know it. */
export function endpointOf(provider: pulumi.ProviderResource | undefined): pulumi.Input<string> {
  const configured = Provider.isInstance(provider) ? provider.endpoint : new pulumi.Config("rabbitmq").get("endpoint");
  return configured ?? process.env[environmentName("endpoint")] ?? "";
}

/** Whether it is the URL of a server alone. */
export function isServer(server: string): boolean {
  if (!URL.canParse(server)) return false;
  const { protocol, hostname, username, password, pathname, hash } = new URL(server);
  const isAlone = username === "" && password === "" && hash === "" && /^\/?$/.test(pathname);
  return isAlone && /^amqps?:$/.test(protocol) && /^[^\s,]+$/.test(hostname);
}
