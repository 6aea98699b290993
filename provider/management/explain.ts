import type { AxiosError } from "axios";
import { BrokerError, ConnectionError, type RabbitMQError } from "./errors";
import { errorOf, reasonOf } from "./reason";
import type { Settings } from "./settings";

/** Turns a failed request into the one line that the user reads. */
export function explain(cause: AxiosError, settings: Settings): RabbitMQError {
  const request = `${cause.config?.method?.toUpperCase()} ${cause.config?.url}`;
  const { response } = cause;
  if (!response) {
    const line = `cannot reach RabbitMQ's management API at ${settings.endpoint}: ${unreachable(cause, settings)}`;
    return new ConnectionError(redact(line, settings), { cause });
  }
  const reason = redact(reasonOf(response.data), settings);
  if (!isFromBroker(response.status, response.data)) {
    const line = `${settings.endpoint} answered ${response.status} to ${request}, but not as RabbitMQ's management API does: check rabbitmq:endpoint, its path, and any proxy in between`;
    return new ConnectionError(redact(line, settings), { cause });
  }
  const line = `${refusedBecause(response.status, errorOf(response.data), reason, settings)} (${response.status} to ${request})`;
  return new BrokerError(redact(line, settings), response.status, reason, { cause });
}

/** RabbitMQ gives a JSON body with `error`, or (405, 406, 414, 415, 431 and most 500) none; 401 without credentials has none either. */
function isFromBroker(status: number, body: unknown): boolean {
  if (status >= 300 && status < 400) return false;
  return errorOf(body) !== "" || body === "" || body === undefined || (status === 400 && reasonOf(body) !== "");
}

function refusedBecause(status: number, error: string, reason: string, settings: Settings): string {
  const user = settings.token === undefined ? `user "${settings.username}"` : "the bearer of rabbitmq:token";
  if (status === 401) {
    if (error !== "not_authorised")
      return `${user} could not log in: check rabbitmq:username and rabbitmq:password (${staleHint})`;
    if (/administrator/i.test(reason)) return `${user} is not an administrator: give it the tag "administrator"`;
    if (/management/i.test(reason)) return `${user} may not use the management API: give it the tag "administrator"`;
    if (/Access refused/i.test(reason))
      return `${user} may not do this: it needs configure, write and read permissions in the vhost (the tag "administrator" alone gives none), and names that begin with amq. are the broker's own`;
    return `${user} is refused: ${reason}`;
  }
  if (status === 404 && error === "not_found" && reason === "Not Found")
    return `${user} may not see this vhost, or it does not exist: give the user a permission there or the tag "administrator"`;
  if (status === 404 && reason === "vhost_not_found") return "the vhost does not exist";
  if (reason === "vhost_or_user_not_found") return "the vhost or the user does not exist";
  return reason === "" ? "the broker refused without a reason" : `the broker refused: ${reason}`;
}

/** Pulumi configures a refresh and a destroy from the last deployment's configuration, not from the current one. */
const staleHint =
  "refresh and destroy use those of the last `pulumi up` unless given --run-program or the environment's";

const hints: Record<string, string> = {
  ECONNREFUSED:
    "nothing listens there; is the broker running, and is this its management port (usually 15672, or 15671 with TLS)?",
  ENOTFOUND: "no such host",
  ECONNRESET: "the connection was closed; does the port speak TLS (https://)?",
  EPROTO: "TLS failed; does the port speak plain http://?",
  ERR_TLS_CERT_ALTNAME_INVALID: "the certificate is for another host name; set rabbitmq:serverName to the name in it",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the certificate is self-signed; set rabbitmq:cacertFile",
  SELF_SIGNED_CERT_IN_CHAIN: "the certificate's CA is not trusted; set rabbitmq:cacertFile",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the certificate's CA is not trusted; set rabbitmq:cacertFile",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "the certificate's CA is not trusted; set rabbitmq:cacertFile",
  CERT_HAS_EXPIRED: "the certificate has expired",
};

function unreachable(cause: AxiosError, settings: Settings): string {
  const code = cause.code ?? "";
  if (code === "ERR_CANCELED") return `no answer within ${settings.timeout} s (rabbitmq:timeout)`;
  if (code.startsWith("HPE_"))
    return "the port does not speak HTTP; is it the AMQP port (5672) rather than the management port (15672)?";
  if (/alert|certificate required/i.test(cause.message) && !hints[code]?.includes("certificate"))
    return `the broker refused the TLS connection (${cause.message.split(":").at(-2) ?? code}); does it want a client certificate (rabbitmq:clientcertFile, rabbitmq:clientkeyFile)?`;
  return hints[code] ? `${hints[code]} (${code})` : cause.message;
}

/** No credential of ours and no password of a URI ever shows. */
export function redact(text: string, settings: Settings): string {
  const secrets = [settings.password, settings.token].filter((secret) => secret !== undefined);
  const hidden = secrets.reduce((shown, secret) => shown.replaceAll(secret, "[secret]"), text);
  return hidden.replace(/(\w+:\/\/[^\s:@/]*):[^\s@/]*@/g, "$1:[secret]@");
}
