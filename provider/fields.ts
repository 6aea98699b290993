import type { Fields } from "../model/object";

export function pick(fields: Fields, names: readonly string[] = []): Fields {
  return withoutUndefined(Object.fromEntries(names.map((name) => [name, fields[name]])));
}

export function withoutUndefined(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

export function omit(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}
