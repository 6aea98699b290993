import type { Settings } from "./settings";

/** Shorter header values are words like "1" or "web", and hiding them would garble the text. */
const shortestHeader = 8;

/** Removes our credentials, and the password of any URI, from a text that another program wrote. */
export function redact(text: string, settings: Settings): string {
  const headers = Object.values(settings.headers).filter((value) => value.length >= shortestHeader);
  const secrets = [settings.password, settings.token, ...headers].filter((secret) => secret !== undefined);
  const hidden = secrets.reduce((shown, secret) => shown.replaceAll(secret, "[secret]"), text);
  return hidden.replace(/(\w+:\/\/[^\s:@/]*):\S*@/g, "$1:[secret]@");
}
