import axios, { type AxiosAdapter, type AxiosInstance, getAdapter } from "axios";
import pLimit from "p-limit";
import { agents } from "./agent";
import type { Settings } from "./settings";

/** One axios instance, which bounds the concurrency and the time of each request. */
export function createHttp(settings: Settings): AxiosInstance {
  const authorization = settings.token === undefined ? {} : { authorization: `Bearer ${settings.token}` };
  const { username = "", password = "" } = settings;
  return axios.create({
    baseURL: `${settings.endpoint}/api/`,
    ...(settings.token === undefined && { auth: { username, password } }),
    headers: { accept: "application/json, */*", ...settings.headers, ...authorization },
    ...agents(settings),
    adapter: inTurnAndTime(settings.concurrency),
    timeout: settings.timeout * 1_000,
    maxRedirects: 0,
    proxy: false,
    responseType: "json",
    // Bodies are text already, and axios would parse each to see whether it is JSON.
    transformRequest: [],
    transformResponse: [parsed],
  });
}

/** What is not JSON is not from RabbitMQ, and stays as it is for the error that says so. */
function parsed(body: unknown): unknown {
  if (typeof body !== "string" || body === "") return body;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/** axios' own time-out starts anew with every byte; this one is for the whole request, from when its turn comes. */
function inTurnAndTime(concurrency: number): AxiosAdapter {
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
