import type { Settings } from "./settings";

/** Shorter ones are words like "1" or "web", and hiding them would garble the text. */
const shortestHeader = 8;

/** Text from elsewhere, without any credential of ours and without the password of any URI. */
export function redact(text: string, settings: Settings): string {
  const headers = Object.values(settings.headers).filter((value) => value.length >= shortestHeader);
  const secrets = [settings.password, settings.token, ...headers].filter((secret) => secret !== undefined);
  const hidden = secrets.reduce((shown, secret) => shown.replaceAll(secret, "[secret]"), text);
  return hidden.replace(/(\w+:\/\/[^\s:@/]*):\S*@/g, "$1:[secret]@");
}
