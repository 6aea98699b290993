import type { AxiosError, AxiosResponse, InternalAxiosRequestConfig } from "axios";
import { BrokerError, ConnectionError, ExpiredError, type RabbitMQError, UnreachableError } from "./errors";
import { errorOf, reasonOf } from "./reason";
import { redact } from "./redact";
import type { Settings } from "./settings";
import { expiredAt } from "./token";
import { unreachable } from "./unreachable";

/** What this run has seen and done before a request. */
interface Earlier {
  /** Whether the broker has answered. */
  readonly hasAnswered: boolean;
  /** Whether this run changed or deleted the user that it logs in as. */
  readonly hasChangedLogin: boolean;
}

/** Turns a failed request into the line that the user reads. Drops axios' own error, which contains the credentials. */
export function explain(failed: AxiosError, settings: Settings, earlier: Earlier): RabbitMQError {
  const { hasAnswered } = earlier;
  const options = { cause: failed.cause };
  const { response } = failed;
  if (!response || isCutOff(failed)) return new UnreachableError(unreachable(failed, settings, hasAnswered), options);
  const error = errorOf(response.data);
  if (!isFromBroker(response)) return notRabbitMQ(response, settings);
  const reason = redact(reasonOf(response.data), settings);
  if (response.status === 400 && ranOutOfTime.test(reason)) {
    return new UnreachableError(
      `the broker had no time left to do it: ${reason} (400 to ${requestOf(response)}). It may be done later: run again when a majority of the cluster's nodes is up`,
      options,
    );
  }
  const expiry = isRefusedLogin(response) ? expiredAt(settings) : undefined;
  const refused = () =>
    isUnspoken(response) ? unspoken : refusedBecause(response.status, error, reason, settings, earlier.hasChangedLogin);
  const why = expiry === undefined ? refused() : expired(expiry, settings, earlier.hasAnswered);
  const line = `${why} (${response.status} to ${requestOf(response)})`;
  return new (expiry === undefined ? BrokerError : ExpiredError)(line, response.status, reason, options);
}

/** Whether the broker does not accept the login itself. It spells a missing right with an "s". */
export function isRefusedLogin({ status, data }: AxiosResponse): boolean {
  return status === 401 && errorOf(data) !== "not_authorised";
}

function expired(expiry: string, { token, tokenFile }: Settings, hasAnswered: boolean): string {
  const since = hasAnswered ? ", during this run" : "";
  if (token === undefined)
    return `the token in rabbitmq:password expired at ${expiry}${since}: set a new one, and run again`;
  return tokenFile === undefined
    ? `the token in rabbitmq:token expired at ${expiry}${since}: set a new one, and run again, or set rabbitmq:tokenFile to a file that is kept up to date`
    : `the token in the file of rabbitmq:tokenFile expired at ${expiry}${since}, and the file has no newer one: renew it, and run again`;
}

/** The reason of a node that waits in vain for the majority of its cluster (RabbitMQ 4.3, after 30 s). */
const ranOutOfTime = /( timed out| due to timeout|^timeout)$/;

/** Whether the connection was closed in the middle of a 2xx answer. */
export function isCutOff({ response }: AxiosError): boolean {
  return response !== undefined && response.status < 300;
}

/**
 * Whether the answer stands for a refusal: RabbitMQ 4 answers 500 without a body where its reason would contain a
 * character beyond ASCII.
 */
export function isUnspoken({ status, data, config }: AxiosResponse): boolean {
  const isWrite = config.method === "put" || config.method === "post";
  return (
    status === 500 && isWrite && reasonOf(data) === "" && /%[89A-F]|\P{ASCII}/u.test(`${config.url}${config.data}`)
  );
}

/** Whether a 2xx answer can come from RabbitMQ, and is not the page of a proxy in between. */
export function isAnswer({ data, config }: AxiosResponse): boolean {
  const isObject = typeof data === "object" && data !== null;
  return isObject || (config.method !== "get" && (data === "" || data === undefined || data === null));
}

/** The error for an answer that looks like RabbitMQ's, but is not about what was asked for. */
export function foreignAnswer({ config }: AxiosResponse, { endpoint }: Settings): ConnectionError {
  return new ConnectionError(
    `${endpoint} answers ${shown(config)} with something that RabbitMQ never answers: is a proxy or another service in between?`,
  );
}

/** The error for "not found" as the answer about something that exists. */
export function stopping(response: AxiosResponse, { endpoint }: Settings): ConnectionError {
  return new ConnectionError(
    `${endpoint} answers "not found" to ${requestOf(response)}, which exists: the broker, or a node of it, is stopping. Run again when it is up`,
  );
}

export function notRabbitMQ(response: AxiosResponse, settings: Settings): ConnectionError {
  const { status, headers } = response;
  if (status === 407) {
    return new ConnectionError(
      "the proxy requires credentials: set rabbitmq:proxy to http://user:password@host:port (407)",
    );
  }
  const location = redact(String(headers["location"] ?? ""), settings);
  const redirected = status >= 300 && status < 400 && location !== "" ? ` and redirects to ${location}` : "";
  const withoutApi = settings.endpoint.endsWith("/api") ? "without /api at its end" : "its path";
  return new ConnectionError(
    `${settings.endpoint} answered ${status} to ${requestOf(response)}${redirected}, but not as RabbitMQ's management API does: check rabbitmq:endpoint (usually port 15672, or 15671 with TLS), ${withoutApi}, and any proxy in between`,
  );
}

function requestOf({ config }: AxiosResponse): string {
  return `${config.method?.toUpperCase()} ${shown(config)}`;
}

/** The path without its query, which says nothing to the user. */
function shown({ url = "" }: InternalAxiosRequestConfig): string {
  return url.replace(/\?.*/, "");
}

/** RabbitMQ never answers these without a reason; a proxy in front of it does. */
const proxyStatuses = new Set([502, 503, 504]);

/**
 * RabbitMQ answers with `error` in a JSON body, or (405, 406, 414, 415, 431 and most 500) without a body. 401 to a
 * request without credentials has no body either.
 */
function isFromBroker({ status, data }: AxiosResponse): boolean {
  if (status < 400 || status === 407) return false;
  if (errorOf(data) !== "" || (status === 400 && reasonOf(data) !== "")) return true;
  return !proxyStatuses.has(status) && (data === "" || data === undefined);
}

/** For a refresh and a destroy Pulumi uses the configuration of the last deployment, not the current one. */
const staleHint =
  "refresh and destroy use those of the last `pulumi up`, unless --run-program is given or the environment has them";

const unspoken =
  "the broker refused, and RabbitMQ 4 gives no reason that would contain a character beyond ASCII: its log has it";

/** What else the run had to do was not done. */
const newLogin =
  "set rabbitmq:password to its new password and run `pulumi up` again, or let Pulumi log in as another user";

function refusedBecause(
  status: number,
  error: string,
  reason: string,
  settings: Settings,
  hasChangedLogin: boolean,
): string {
  const bearer = settings.tokenFile === undefined ? "rabbitmq:token" : "rabbitmq:tokenFile";
  const user = settings.token === undefined ? `user "${settings.username}"` : `the bearer of ${bearer}`;
  if (status === 401) {
    if (error !== "not_authorised") {
      if (hasChangedLogin) return `${user} can no longer log in, since this run changed that very user: ${newLogin}`;
      const keys = settings.token === undefined ? "rabbitmq:username and rabbitmq:password" : bearer;
      return `${user} could not log in: check ${keys} (${staleHint})`;
    }
    if (/administrator/i.test(reason)) return `${user} is not an administrator: give it the tag "administrator"`;
    if (/management/i.test(reason))
      return `${user} may not use the management API: give it the tag "administrator", or "policymaker" or "management" for a part of the kinds`;
    if (/authorised to access object/i.test(reason)) return `${user} needs the tag "policymaker" or "administrator"`;
    if (/Access refused/i.test(reason))
      return `${user} may not do this: it needs configure, write and read permissions in the vhost (the tag "administrator" alone gives none), and names that begin with amq. are the broker's own`;
    return `${user} is refused: ${reason}: give it permissions in the vhost and the tag "administrator"`;
  }
  if (status === 404 && error === "not_found" && reason === "Not Found")
    return `${user} may not see this vhost, or it does not exist: give the user a permission there or the tag "administrator"`;
  if (status === 404 && error === "Object Not Found")
    return "the broker does not know this path: is it stopping, or is a plugin not enabled?";
  if (status === 404 && reason === "vhost_not_found") return "the vhost does not exist";
  if (reason === "vhost_or_user_not_found") return "the vhost or the user does not exist";
  return reason === "" ? "the broker refused without a reason" : `the broker refused: ${reason}`;
}
