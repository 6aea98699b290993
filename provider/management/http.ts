import axios, { type AxiosAdapter, type AxiosInstance, getAdapter } from "axios";
import pLimit from "p-limit";
import { agents } from "./agent";
import type { Settings } from "./settings";

/** An axios instance that limits the number of simultaneous requests and the time of each. */
export function createHttp(settings: Settings): AxiosInstance {
  const authorization = settings.token === undefined ? {} : { authorization: `Bearer ${settings.token}` };
  const { username = "", password = "" } = settings;
  return axios.create({
    baseURL: `${settings.endpoint}/api/`,
    ...(settings.token === undefined && { auth: { username, password } }),
    headers: { accept: "application/json, */*", ...settings.headers, ...authorization },
    ...agents(settings),
    adapter: limited(settings.concurrency),
    timeout: settings.timeout * 1_000,
    maxRedirects: 0,
    proxy: false,
    responseType: "json",
    // Bodies are text already, and axios would parse each one to check whether it is JSON.
    transformRequest: [],
    transformResponse: [parsed],
  });
}

/** A body that is not JSON does not come from RabbitMQ. It is kept as text for the error that reports it. */
function parsed(body: unknown): unknown {
  if (typeof body !== "string" || body === "") return body;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/** The time-out of axios restarts with every byte. This one covers the whole request, from the moment it is sent. */
function limited(concurrency: number): AxiosAdapter {
  const send = getAdapter("http");
  const inTurn = pLimit(concurrency);
  return (config) =>
    inTurn(async () => {
      try {
        return await send({ ...config, timeout: 0, signal: AbortSignal.timeout(Math.ceil(config.timeout ?? 0)) });
      } catch (error) {
        throw Object.assign(error as Error, { config });
      }
    });
}
