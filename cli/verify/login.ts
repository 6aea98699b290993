import type { Contract } from "../../model/contract";
import { readUrl } from "../../sdk/app/url";

/** The URLs in AMQP_URL. White space separates them; within one it is left for the URL's own error. */
export function urlsIn(variable: string | undefined): string[] {
  const urls = (variable ?? "").trim().split(/\s+(?=amqps?:\/\/)/);
  if (urls[0] === "") throw new Error("AMQP_URL is not set: set it to amqp://user:password@host:5672/vhost");
  return urls;
}

/** The URL that the contract's application logs in with: of several, the one with its vhost and its user. */
export function urlFor({ application, vhost, usernames }: Contract, urls: readonly string[]): string {
  const [only, ...others] = urls;
  if (only !== undefined && others.length === 0) return only;
  const ofVhost = urls.filter((url) => readUrl(url).vhost === vhost);
  const found = ofVhost.find((url) => usernames.includes(readUrl(url).username)) ?? ofVhost[0];
  if (found !== undefined) return found;
  throw new Error(
    `AMQP_URL has no URL with the vhost ${JSON.stringify(vhost)}, which ${JSON.stringify(application)} needs`,
  );
}
