import { type ClientRequest, type IncomingMessage, request as overHttp } from "node:http";
import { request as overHttps } from "node:https";
import { pipeline } from "node:stream";
import { urlToHttpOptions } from "node:url";
import { createGunzip } from "node:zlib";
import { type AxiosAdapter, AxiosError, type AxiosResponse, type InternalAxiosRequestConfig } from "axios";
import pLimit from "p-limit";
import { agentFor } from "./agent";
import { parse } from "./json";
import type { Settings } from "./settings";

/**
 * Sends requests with Node's own client, a limited number at the same time. The adapter of axios does much for each request
 * that this client does not use, such as redirects, forms and HTTP/2: with it, a request takes twice the CPU time.
 */
export function sender(settings: Settings): AxiosAdapter {
  const endpoint = new URL(`${settings.endpoint}/api/`);
  const { protocol, port, pathname } = endpoint;
  // An IPv6 address without its brackets.
  const { hostname } = urlToHttpOptions(endpoint);
  const send = protocol === "https:" ? overHttps : overHttp;
  const agent = agentFor(settings);
  const withoutBody = headersOf(settings);
  const withBody = { ...withoutBody, "content-type": "application/json" };
  const { username = "", password = "" } = settings;
  const basic = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  const inTurn = pLimit(settings.concurrency);
  return (config) =>
    inTurn(() => {
      const { method = "get", url, data } = config;
      const { token } = settings;
      config.token = token;
      const authorization = token === undefined ? basic : `Bearer ${token}`;
      const headers = { ...(data === undefined ? withoutBody : withBody), authorization };
      const target = { protocol, hostname, port, path: `${pathname}${url}` };
      return answerTo(send({ ...target, agent, method: method.toUpperCase(), headers }).end(data), config);
    });
}

function headersOf({ headers }: Settings): Record<string, string> {
  return {
    accept: "application/json, */*",
    "accept-encoding": "gzip",
    "user-agent": "pulumi-rabbitmq-topology",
    ...headers,
  };
}

/** The whole answer. The time-out covers all of it, from the moment when the request is sent. */
function answerTo(request: ClientRequest, config: InternalAxiosRequestConfig): Promise<AxiosResponse> {
  return new Promise<AxiosResponse>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new AxiosError("no answer in time", AxiosError.ERR_CANCELED, config));
      request.destroy();
    }, config.timeout);
    const end = (settle: () => void) => {
      clearTimeout(timer);
      settle();
    };
    request.on("error", (error) => end(() => reject(AxiosError.from(error, undefined, config))));
    request.on("response", (message) => {
      const { statusCode: status = 0, statusMessage: statusText = "", headers } = message;
      const answer = { status, statusText, headers, config, data: "" as unknown } as AxiosResponse;
      let text = "";
      const body = decoded(message).setEncoding("utf8");
      body.on("data", (part: string) => {
        text += part;
      });
      body.on("error", (error) => end(() => reject(AxiosError.from(error, undefined, config, undefined, answer))));
      body.on("end", () => {
        answer.data = parsed(text);
        const isRefused = config.validateStatus?.(status) === false;
        const refused = () => reject(new AxiosError(`status ${status}`, undefined, config, undefined, answer));
        end(isRefused ? refused : () => resolve(answer));
      });
    });
  });
}

function decoded(message: IncomingMessage) {
  return message.headers["content-encoding"] === "gzip" ? pipeline(message, createGunzip(), () => {}) : message;
}

/** A body that is not JSON does not come from RabbitMQ. It is kept as text for the error that reports it. */
function parsed(text: string): unknown {
  if (text === "") return text;
  try {
    return parse(text);
  } catch {
    return text;
  }
}
