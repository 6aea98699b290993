import { setTimeout as sleep } from "node:timers/promises";
import type { AxiosRequestConfig, AxiosResponse } from "axios";
import { BrokerError, ConnectionError } from "./errors";
import { notRabbitMQ } from "./explain";
import { path, withoutStatistics } from "./path";
import type { Settings } from "./settings";

type Request = (config: AxiosRequestConfig) => Promise<AxiosResponse>;

const pollMilliseconds = 500;

/** Requests the broker's version. Waits up to `waitForBroker` seconds for a broker that does not answer yet. */
export async function greet(request: Request, settings: Settings): Promise<string> {
  const { waitForBroker } = settings;
  if (waitForBroker === 0) return ask(request, settings, {});
  for (const deadline = Date.now() + waitForBroker * 1_000; ; await sleep(pollMilliseconds)) {
    const left = Math.max(deadline - Date.now(), pollMilliseconds);
    const once = { "axios-retry": { retries: 0 }, timeout: Math.min(left, settings.timeout * 1_000) };
    try {
      return await ask(request, settings, once);
    } catch (error) {
      if (!canRecover(error)) throw error;
      if (Date.now() + pollMilliseconds <= deadline) continue;
      throw new ConnectionError(`${error.message} (waited for ${waitForBroker} s, rabbitmq:waitForBroker)`, {
        cause: error,
      });
    }
  }
}

/** Whether waiting can help. A refused login stays refused. */
function canRecover(error: unknown): error is Error {
  return error instanceof ConnectionError || (error instanceof BrokerError && error.status !== 401);
}

async function ask(request: Request, settings: Settings, options: AxiosRequestConfig): Promise<string> {
  const answer = await request({
    method: "GET",
    url: withoutStatistics(path`overview`),
    mustExist: true,
    ...options,
  });
  const version = answer.data.rabbitmq_version;
  if (typeof version === "string" && /^\d+\.\d+/.test(version)) return version;
  throw notRabbitMQ(answer, settings);
}
