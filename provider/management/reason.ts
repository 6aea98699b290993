/** The body of a refusal, if RabbitMQ sends one: `{"error": …, "reason": …}`. */
interface Refusal {
  readonly error?: unknown;
  readonly reason?: unknown;
}

/** The broker's reason as one line, or "" if the answer has none. */
export function reasonOf(body: unknown): string {
  const { reason, error } = refusal(body);
  return oneLine(flatten(reason ?? error ?? ""));
}

/** The broker's machine-readable word, such as "Object Not Found" or "not_authorised". */
export function errorOf(body: unknown): string {
  const { error } = refusal(body);
  return typeof error === "string" ? error : "";
}

function refusal(body: unknown): Refusal {
  return typeof body === "object" && body !== null ? body : {};
}

/** Reasons are texts, lists of texts, or (for regexes) lists of character codes. */
function flatten(reason: unknown): string {
  if (!Array.isArray(reason)) return typeof reason === "string" ? reason : JSON.stringify(reason);
  const codes = reason.length > 0 && reason.every((item) => Number.isInteger(item) && item > 8 && item < 0x110000);
  return codes ? String.fromCodePoint(...reason) : reason.map(flatten).join(" ");
}

/** RabbitMQ 3.10 and 4.0 escape reasons for HTML. */
function oneLine(text: string): string {
  const unescaped = text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
  return unescaped.replace(/\s*[\r\n]+\s*/g, " ").trim();
}
