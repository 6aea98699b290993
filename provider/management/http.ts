import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import axios, { type AxiosInstance } from "axios";
import { HttpProxyAgent } from "http-proxy-agent";
import { HttpsProxyAgent } from "https-proxy-agent";
import { getProxyForUrl } from "proxy-from-env";
import { pem, type Settings } from "./settings";

/** The broker closes idle connections after 5 s (4.x): ours go first, else a request may meet a closing socket. */
const idleMilliseconds = 4_000;

/** One axios instance with one keep-alive agent, which also bounds the concurrency. */
export function createHttp(settings: Settings): AxiosInstance {
  const authorization = settings.token === undefined ? {} : { authorization: `Bearer ${settings.token}` };
  const { username = "", password = "" } = settings;
  return axios.create({
    baseURL: `${settings.endpoint.replace(/\/+$/, "")}/api/`,
    ...(settings.token === undefined && { auth: { username, password } }),
    headers: { accept: "application/json, */*", ...settings.headers, ...authorization },
    ...agents(settings),
    maxRedirects: 0,
    proxy: false,
    responseType: "json",
  });
}

function agents(settings: Settings): { httpAgent?: HttpAgent; httpsAgent?: HttpAgent } {
  const options = { keepAlive: true, timeout: idleMilliseconds, maxSockets: settings.concurrency };
  const proxy = settings.proxy ?? getProxyForUrl(settings.endpoint);
  if (settings.endpoint.startsWith("http:")) {
    return { httpAgent: proxy ? new HttpProxyAgent(proxy, options) : new HttpAgent(options) };
  }
  const tls = { ...options, ...tlsOptions(settings) };
  return { httpsAgent: proxy ? new HttpsProxyAgent(proxy, tls) : new HttpsAgent(tls) };
}

function tlsOptions(settings: Settings) {
  return {
    ca: pem(settings, "cacertFile", settings.caCert),
    cert: pem(settings, "clientcertFile", settings.clientCert),
    key: pem(settings, "clientkeyFile", settings.clientKey),
    rejectUnauthorized: !settings.insecure,
    ...(settings.serverName && { servername: settings.serverName }),
  };
}
