import type { AxiosError } from "axios";
import { proxyOf } from "./agent";
import { redact } from "./redact";
import type { Settings } from "./settings";

const untrusted = "the certificate's CA is not trusted; set rabbitmq:cacertFile";

const hints: Record<string, string> = {
  ECONNREFUSED:
    "nothing listens there; is the broker running, and is this its management port (usually 15672, or 15671 with TLS)?",
  ENOTFOUND: "no such host",
  ECONNRESET: "the connection was closed; does the port speak TLS (https://)?",
  EPROTO: "TLS failed; does the port speak plain http://?",
  ERR_TLS_CERT_ALTNAME_INVALID: "the certificate is for another host name; set rabbitmq:serverName to the name in it",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the certificate is self-signed; set rabbitmq:cacertFile",
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  CERT_SIGNATURE_FAILURE: untrusted,
  CERT_HAS_EXPIRED: "the certificate has expired",
};

/** Explains why there was no usable answer, and what to do. */
export function unreachable(failed: AxiosError, settings: Settings): string {
  const proxy = proxyOf(settings);
  const through = proxy ? ` through the proxy ${new URL(proxy).host}` : "";
  const why = proxy && isProxyFailure(failed) ? proxyHint(failed) : reason(failed);
  return `cannot reach RabbitMQ's management API at ${settings.endpoint}${through}: ${redact(why, settings)}`;
}

function reason({ code = "", message, config, response, cause }: AxiosError): string {
  if (code === "ERR_CANCELED")
    return `no answer within ${Math.round((config?.timeout ?? 0) / 100) / 10} s (rabbitmq:timeout)`;
  if (code.startsWith("HPE_")) return notHttp(cause);
  if (response) return "the connection was closed in the middle of an answer";
  if (/alert|certificate required/i.test(message) && !hints[code]?.includes("certificate"))
    return `the broker refused the TLS connection (${message.split(":").at(-2) ?? code}); does it require a client certificate (rabbitmq:clientcertFile, rabbitmq:clientkeyFile)?`;
  return hints[code] ? `${hints[code]} (${code})` : message;
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

function proxyHint({ code }: AxiosError): string {
  return `the proxy does not answer; check rabbitmq:proxy, or HTTP_PROXY, HTTPS_PROXY and NO_PROXY (${code})`;
}
