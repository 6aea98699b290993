import { unescape as decode } from "node:querystring";

/** The parts of an AMQP URL. */
export interface Address {
  /** host:port */
  readonly host: string;
  readonly username: string;
  readonly password: string;
  readonly vhost: string;
  /** Replaces the password in a text by "[secret]". */
  hide(text: string): string;
}

const form = "amqp://user:password@host:5672/vhost, with / @ : # ? and % in its parts percent-encoded";

/** Reads an AMQP URL. An error shows no part of it, since any part may be the password. */
export function readUrl(text: string): Address {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^amqps?:$/.test(url.protocol)) throw new TypeError(`the URL cannot be read: it must be ${form}`);
  if (`${url.pathname}${url.search}${url.hash}`.includes("@")) {
    throw new TypeError(`the URL has an @ after its host, so the end of the password is ambiguous: it must be ${form}`);
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
