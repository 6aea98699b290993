import type { AxiosError, AxiosInstance } from "axios";
import axiosRetry, { exponentialDelay } from "axios-retry";
import { isCutOff, isRefusedLogin, isUnspoken } from "./explain";
import { errorOf, reasonOf } from "./reason";
import type { Settings } from "./settings";
import { isRenewed } from "./token";

declare module "axios" {
  interface AxiosRequestConfig {
    /** Whether "not found" cannot be true. */
    mustExist?: boolean;
    /** Whether there is another way to the answer if the broker itself fails (500). */
    mayFail?: boolean;
    /** The token that the request was sent with. */
    token?: string | undefined;
  }
}

const usualRetries = 4;
const longestDelayMilliseconds = 5_000;
/** Nodes of a cluster see each other's writes up to 50 ms late (measured on 4.3), so they may miss a new object. */
const raceWindowMilliseconds = 2_000;
const transientCodes = new Set(["ECONNRESET", "ECONNREFUSED", "ECONNABORTED", "EPIPE", "ETIMEDOUT", "EAI_AGAIN"]);
const race = /vhost_or_user_not_found|vhost_not_found|inequivalent arg|Access refused|^no (queue|exchange) /;

/** Every call of the management API is idempotent, also the POST of a binding, so a retry is safe. */
export function retryTransientFailures(
  http: AxiosInstance,
  settings: Settings,
  lastWrite: () => number,
  retries = usualRetries,
): void {
  axiosRetry(http, {
    retries,
    retryCondition: (error) =>
      (isTransient(error) && !isSecondTimeout(error) && !isSecondUnspoken(error)) ||
      isStopping(error) ||
      isOutdatedLogin(error, settings) ||
      (isRace(error) && Date.now() - lastWrite() < raceWindowMilliseconds),
    retryDelay: (count, error) => Math.min(exponentialDelay(count, error), longestDelayMilliseconds),
  });
}

function isTransient(error: AxiosError): boolean {
  const { response, code, config } = error;
  if (response?.status === 500 && config?.mayFail) return false;
  if (!response) return transientCodes.has(code ?? "");
  return response.status >= 500 || response.status === 429 || isCutOff(error) || isCrash(error) || isStarting(error);
}

/** The answer (400) of RabbitMQ 4.0.5 if a node of a cluster has not started a new vhost yet: that takes some seconds. */
function isStarting({ response }: AxiosError): boolean {
  return reasonOf(response?.data).includes("vhost_supervisor_not_running");
}

/** A broker that does not answer twice within `rabbitmq:timeout` is not expected to answer the third time. */
function isSecondTimeout({ code, config }: AxiosError): boolean {
  return (code === "ECONNABORTED" || code === "ETIMEDOUT") && (config?.["axios-retry"]?.retryCount ?? 0) >= 1;
}

/** A second 500 in place of a refusal whose reason RabbitMQ 4 cannot write is none that will pass. */
function isSecondUnspoken({ response, config }: AxiosError): boolean {
  return response !== undefined && isUnspoken(response) && (config?.["axios-retry"]?.retryCount ?? 0) >= 1;
}

/** The answer (400) of RabbitMQ 4.0.5 if two exchanges that are bound to each other are deleted at the same time. */
function isCrash({ response }: AxiosError): boolean {
  return /^Request to node \S+ failed with \{'EXIT'/.test(reasonOf(response?.data));
}

/** A stopping broker answers "Object Not Found" even to requests for which that cannot be true. */
function isStopping({ response, config }: AxiosError): boolean {
  if (response?.status !== 404 || errorOf(response.data) !== "Object Not Found") return false;
  return config?.mustExist === true || config?.method === "put" || config?.method === "post";
}

function isOutdatedLogin({ response, config }: AxiosError, settings: Settings): boolean {
  return response !== undefined && isRefusedLogin(response) && isRenewed(settings, config?.token);
}

function isRace({ response }: AxiosError): boolean {
  return response !== undefined && response.status < 500 && race.test(reasonOf(response.data));
}
