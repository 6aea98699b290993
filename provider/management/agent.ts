import { Agent as HttpAgent } from "node:http";
import { type AgentOptions, Agent as HttpsAgent } from "node:https";
import { HttpProxyAgent } from "http-proxy-agent";
import { HttpsProxyAgent } from "https-proxy-agent";
import { getProxyForUrl } from "proxy-from-env";
import { ConfigurationError } from "./errors";
import { isProxyUrl } from "./setting-value";
import type { Settings } from "./settings";
import { tlsOptions } from "./tls";

/** The broker closes idle connections after 5 s (4.x). We close them first, else a request may use a closing socket. */
const idleMilliseconds = 4_000;

/**
 * One keep-alive agent, through the proxy if there is one. axios opens a tunnel for each request, so it is not asked. Both
 * proxy agents are of the last version that `require` can load on each Node 20, which is also the one that Pulumi brings.
 */
export function agentFor(settings: Settings): HttpAgent {
  const options = { keepAlive: true, timeout: idleMilliseconds, maxSockets: settings.concurrency };
  const proxy = proxyOf(settings);
  if (settings.endpoint.startsWith("http:")) {
    return proxy ? new HttpProxyAgent(proxy, options) : new HttpAgent(options);
  }
  const tls = { ...options, ...tlsOptions(settings) };
  return proxy ? tunnel(proxy, tls) : new HttpsAgent(tls);
}

/** The tunnel's agent uses its options for the connection to the proxy only, and drops them for the one through it. */
function tunnel(proxy: string, options: AgentOptions): HttpsProxyAgent<string> {
  const { keepAlive = true, timeout = idleMilliseconds, maxSockets = 1 } = options;
  const agent = new HttpsProxyAgent(proxy, { keepAlive, timeout, maxSockets });
  Object.assign(agent.options, options);
  return agent;
}

/** The proxy in the settings, else that in HTTP_PROXY, HTTPS_PROXY and NO_PROXY. */
export function proxyOf({ proxy, endpoint }: Settings): string | undefined {
  if (proxy !== undefined) return proxy;
  const found = getProxyForUrl(endpoint);
  if (found === "") return undefined;
  if (isProxyUrl(found)) return found;
  throw new ConfigurationError("the proxy in HTTP_PROXY, HTTPS_PROXY or ALL_PROXY is not an http(s) URL");
}
