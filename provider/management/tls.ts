import { createPrivateKey, X509Certificate } from "node:crypto";
import { createSecureContext } from "node:tls";
import { ConfigurationError } from "./errors";
import { readSettingFile } from "./setting-file";
import type { Settings } from "./settings";
import { opensslWords } from "./tls-failure";

type File = "cacertFile" | "clientcertFile" | "clientkeyFile";
type Inline = "caCert" | "clientCert" | "clientKey";

const certificate = (text: string) => new X509Certificate(text);

/** The TLS options from the settings, checked here since Node would report most mistakes late or not at all. */
export function tlsOptions(settings: Settings) {
  const ca = pem(settings, "caCert", "cacertFile", certificate);
  const cert = pem(settings, "clientCert", "clientcertFile", certificate);
  const key = pem(settings, "clientKey", "clientkeyFile", createPrivateKey);
  if ((cert === undefined) !== (key === undefined)) {
    throw new ConfigurationError(
      "a client certificate needs its key: set both rabbitmq:clientcertFile and rabbitmq:clientkeyFile",
    );
  }
  if (cert !== undefined) proveKeyFits(cert, key);
  return {
    ca,
    cert,
    key,
    rejectUnauthorized: !settings.insecure,
    ...(settings.serverName && { servername: settings.serverName }),
  };
}

/** The PEM text in the setting, or in the file that the setting names. */
function pem(settings: Settings, inline: Inline, file: File, parse: (text: string) => unknown): string | undefined {
  const name = settings[file];
  const text = settings[inline] ?? (name === undefined ? undefined : readSettingFile(file, name));
  if (text === undefined) return undefined;
  try {
    parse(text);
    return text;
  } catch (cause) {
    const source = settings[inline] === undefined ? `rabbitmq:${file}: "${name}"` : `rabbitmq:${inline}`;
    const what = inline === "clientKey" ? "private key without a passphrase" : "certificate";
    throw new ConfigurationError(`${source} is not a ${what} in PEM`, { cause });
  }
}

function proveKeyFits(cert: string, key: string | undefined): void {
  try {
    createSecureContext({ cert, key });
  } catch (cause) {
    const why = opensslWords((cause as Error).message) ?? (cause as Error).message;
    throw new ConfigurationError(`the client certificate and its key do not match: ${why}`, { cause });
  }
}
