import { ConfigurationError } from "./errors";
import { readSettingFile } from "./setting-file";
import { token } from "./setting-value";

/** The settings with which the client logs in. */
interface Login {
  readonly password?: string | undefined;
  token?: string | undefined;
  readonly tokenFile?: string | undefined;
}

/** The token in a file, which another program renews. */
export function tokenIn(file: string): string {
  const { data, error } = token.safeParse(readSettingFile("tokenFile", file).trim());
  if (data !== undefined) return data;
  throw new ConfigurationError(`rabbitmq:tokenFile: "${file}" ${error?.issues[0]?.message}`);
}

/** Reads the token's file again. Returns whether the token is another one than that which the broker refused. */
export function isRenewed(login: Login, refused: string | undefined): boolean {
  if (login.tokenFile === undefined) return false;
  login.token = tokenIn(login.tokenFile);
  return login.token !== refused;
}

/** When the token, or the password if that is a token, has expired; `undefined` if it has not, or is no JWT. */
export function expiredAt({ token, password = "" }: Login): string | undefined {
  const [, payload = ""] = (token ?? password).split(".");
  const expiry = expiryIn(payload);
  return expiry !== undefined && expiry <= Date.now() ? new Date(expiry).toISOString() : undefined;
}

function expiryIn(payload: string): number | undefined {
  try {
    const { exp } = JSON.parse(Buffer.from(payload, "base64url").toString());
    return Number.isFinite(exp) ? exp * 1_000 : undefined;
  } catch {
    return undefined;
  }
}
