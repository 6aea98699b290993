import { validateHeaderName, validateHeaderValue } from "node:http";
import { z } from "zod";

/** The schemas of the settings' values. All settings arrive as text. */

const longestSeconds = 24 * 3600;

export const text = z.string().min(1, "must not be empty");
export const flag = z.enum(["true", "false"], "must be true or false").transform((value) => value === "true");
export const wait = z.coerce
  .number("must be a number of seconds")
  .min(0, "must not be negative")
  .max(longestSeconds, `must be at most ${longestSeconds} seconds`);
export const seconds = wait.positive("must be more than 0 seconds");
export const parallel = z.coerce
  .number("must be 1 to 64")
  .int("must be a whole number")
  .min(1, "must be 1 to 64")
  .max(64, "must be 1 to 64");

export const version = text.regex(/^\d+\.\d+(\.\d+)?$/, 'must be a version of RabbitMQ, such as "4.3"');

/** HTTP basic authentication separates the username from the password with a colon. */
export const username = text.refine((value) => !value.includes(":"), 'must not contain ":"');
export const token = text.regex(/^[\x21-\x7e]+$/, "must be a token without spaces and line breaks");

export const endpoint = address(endpointProblem).transform((value) => new URL(value).href.replace(/\/+$/, ""));

/** Without a vhost, since each queue is in its own. */
export const amqpEndpoint = address(amqpEndpointProblem).transform((value) => value.replace(/\/+$/, ""));

function address(problemOf: (value: string) => string | undefined) {
  return text.superRefine((value, context) => {
    const problem = problemOf(value);
    if (problem) context.addIssue(problem);
  });
}

export const proxy = text.refine(isProxyUrl, "must be an http(s) URL, such as http://proxy.example:3128");

const notStrings = 'must be a JSON object of strings such as {"X-Team":"platform"}';

export const headers = z
  .string()
  .transform((value, context): unknown => {
    try {
      return JSON.parse(value);
    } catch {
      context.addIssue('must be a JSON object such as {"X-Team":"platform"}');
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), z.string(notStrings), notStrings))
  .refine((all) => Object.entries(all).every(isHeader), "must contain only names and values that HTTP allows");

function isHeader([name, value]: [string, string]): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}

export function isProxyUrl(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}

/** Why the value cannot be an endpoint, or `undefined`. Never contains the value, which may have a password in it. */
export function endpointProblem(value: string): string | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    return "must be the management API's http(s) URL, such as http://localhost:15672";
  if (url.username || url.password) return "must not contain credentials: set rabbitmq:username and rabbitmq:password";
  return url.search || url.hash ? "must not have a query or a fragment" : undefined;
}

/** Why the value cannot be the address for AMQP, or `undefined`. Never contains the value. */
export function amqpEndpointProblem(value: string): string | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^amqps?:$/.test(url.protocol) || url.hostname === "")
    return "must be the broker's AMQP URL, such as amqp://localhost:5672";
  if (url.username || url.password)
    return "must not contain credentials: rabbitmq:username and rabbitmq:password are used";
  return /^\/*$/.test(url.pathname) && !url.search && !url.hash
    ? undefined
    : "must not have a vhost, a query or a fragment";
}
