import type { Settings } from "./settings";

/** The words of an error of OpenSSL, such as "tlsv13 alert certificate required"; `undefined` for any other text. */
export function opensslWords(message: string): string | undefined {
  return /error:[0-9A-F]+:[^:]*:[^:]*:([^:]+)/i.exec(message)?.[1]?.trim();
}

/** Explains a handshake that one side refused; `undefined` if the error is none. */
export function tlsFailure(message: string, settings: Settings): string | undefined {
  const words = opensslWords(message);
  if (words === undefined) return undefined;
  const [, alert] = /alert (.+)/.exec(words) ?? [];
  if (isVersion.test(words)) return `the broker and this machine have no TLS version in common (${words})`;
  if (isPlainText.test(words)) return "TLS failed; does the port speak plain http://?";
  if (alert === undefined) return `TLS failed: ${words}`;
  return `the broker refused the TLS connection (${alert})${adviceOn(alert, settings)}`;
}

const isVersion = /protocol version|unsupported protocol|no protocols available|inappropriate fallback/;
const isPlainText = /wrong version number|packet length too long|http request/;
/** TLS 1.2 has no alert of its own for a missing certificate. */
const isCertificate = /certificate|unknown ca|access denied|handshake failure/;

function adviceOn(alert: string, { clientCert, clientcertFile }: Settings): string {
  if (/unrecognized name/.test(alert)) return "; set rabbitmq:serverName to a name that it serves";
  if (!isCertificate.test(alert)) return "";
  const or = /handshake failure/.test(alert) ? ", or has it no cipher in common with this machine" : "";
  return (clientCert ?? clientcertFile) === undefined
    ? `; does it require a client certificate (rabbitmq:clientcertFile, rabbitmq:clientkeyFile)${or}?`
    : `; does it trust the client certificate (rabbitmq:clientcertFile)${or}?`;
}
