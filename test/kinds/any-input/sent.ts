import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Fields } from "../../../model/object";
import { registrations } from "../../program/registrations";

type Json = Parameters<typeof Struct.fromJavaScript>[0];

/** What a value becomes between two processes of Pulumi, on its way to a dynamic provider. */
export function overTheWire(value: unknown): Fields {
  return Struct.deserializeBinary(Struct.fromJavaScript(plain(value) as Json).serializeBinary()).toJavaScript();
}

const secret = "4dabf18193072939515e22adb298388d";

/** What the provider gets for the only resource of a program. */
export async function sentBy(program: () => unknown): Promise<Fields> {
  const [registration] = Object.values(await registrations(program));
  return overTheWire(registration?.inputs);
}

/** The values without the marks of secrets, which Pulumi does not pass to a dynamic provider. */
function plain(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  if (secret in value) return plain((value as Fields)["value"]);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
