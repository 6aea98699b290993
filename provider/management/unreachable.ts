import type { AxiosError } from "axios";
import { proxyOf } from "./agent";
import { redact } from "./redact";
import type { Settings } from "./settings";
import { tlsFailure } from "./tls-failure";

const untrusted = "the certificate's CA is not trusted; set rabbitmq:cacertFile";

const hints: Record<string, string> = {
  ECONNREFUSED:
    "nothing listens there; is the broker running, and is this its management port (usually 15672, or 15671 with TLS)?",
  ENOTFOUND: "no such host",
  ERR_TLS_CERT_ALTNAME_INVALID: "the certificate is for another host name; set rabbitmq:serverName to the name in it",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the certificate is self-signed; set rabbitmq:cacertFile",
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  CERT_SIGNATURE_FAILURE: untrusted,
  CERT_HAS_EXPIRED: "the certificate has expired",
  CERT_NOT_YET_VALID: "the certificate is not valid yet; is the clock of this machine right?",
};

/** RabbitMQ 3.10 and 4.0, killed under load, sometimes came back without what they had acknowledged in the same second. */
const stopped = "has the broker stopped? After a crash, run again with --refresh";

/** A broker that answered before is no wrong address. */
const laterHints: Record<string, string> = {
  ECONNREFUSED: `nothing listens there any more; ${stopped}`,
  ECONNRESET: `the connection was closed; ${stopped}`,
};

/** Explains why there was no usable answer, and what to do. `hasAnswered` says whether the broker has answered in this run. */
export function unreachable(failed: AxiosError, settings: Settings, hasAnswered: boolean): string {
  const proxy = proxyOf(settings);
  const through = proxy ? ` through the proxy ${new URL(proxy).host}` : "";
  const why = proxy && isProxyFailure(failed) ? proxyHint(failed, hasAnswered) : reason(failed, settings, hasAnswered);
  return `cannot reach RabbitMQ's management API at ${settings.endpoint}${through}: ${redact(why, settings)}`;
}

function reason(failed: AxiosError, settings: Settings, hasAnswered: boolean): string {
  const { code = "", message, config, response, cause } = failed;
  if (code === "ERR_CANCELED")
    return `no answer within ${Math.round((config?.timeout ?? 0) / 100) / 10} s (rabbitmq:timeout)`;
  if (code.startsWith("HPE_")) return notHttp(cause);
  if (response) return "the connection was closed in the middle of an answer";
  const hint = (hasAnswered && laterHints[code]) || hints[code] || (code === "ECONNRESET" && closed(settings));
  return hint ? `${hint} (${code})` : (tlsFailure(message, settings) ?? message);
}

/** The hint for a connection that was closed before the first answer. */
function closed({ endpoint }: Settings): string {
  return endpoint.startsWith("http:")
    ? "the connection was closed; does the port speak TLS (https://)?"
    : "the connection was closed; is this the broker's management port with TLS (usually 15671)?";
}

/** A TLS server answers plain text with an alert, whose first byte is 21. */
function notHttp(cause: Error | undefined): string {
  const { rawPacket } = cause as { rawPacket?: Uint8Array };
  return rawPacket?.[0] === 21
    ? "the port speaks TLS; use https://"
    : "the port does not speak HTTP; is it the AMQP port (5672) rather than the management port (15672)?";
}

function isProxyFailure({ code = "" }: AxiosError): boolean {
  return ["ECONNREFUSED", "ENOTFOUND", "ECONNRESET", "EAI_AGAIN", "EHOSTUNREACH"].includes(code);
}

function proxyHint({ code }: AxiosError, hasAnswered: boolean): string {
  if (hasAnswered) return `the proxy, or the broker behind it, has stopped (${code})`;
  return `the proxy does not answer; check rabbitmq:proxy, or HTTP_PROXY, HTTPS_PROXY and NO_PROXY (${code})`;
}
