import { unescape as decode } from "node:querystring";

/** What an AMQP URL says. */
export interface Address {
  /** host:port */
  readonly host: string;
  readonly username: string;
  readonly password: string;
  readonly vhost: string;
  /** Text from elsewhere without the password. */
  hide(text: string): string;
}

const wanted = "amqp://user:password@host:5672/vhost, with / @ : # ? and % in its parts percent-encoded";

/** Nothing of an unreadable URL is shown, since any part of it may be the password. */
export function readUrl(text: string): Address {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^amqps?:$/.test(url.protocol))
    throw new TypeError(`the URL cannot be read: it has to be like ${wanted}`);
  if (`${url.pathname}${url.search}${url.hash}`.includes("@")) {
    throw new TypeError(`the URL has an @ behind its host, so where the password ends is not clear: ${wanted}`);
  }
  const secrets = [url.password, decode(url.password)].filter((secret) => secret !== "");
  return {
    host: `${url.hostname}:${url.port || (url.protocol === "amqps:" ? "5671" : "5672")}`,
    username: decode(url.username) || "guest",
    password: decode(url.password),
    vhost: decode(url.pathname.slice(1)) || "/",
    hide: (shown) => secrets.reduce((hidden, secret) => hidden.replaceAll(secret, "[secret]"), shown),
  };
}
