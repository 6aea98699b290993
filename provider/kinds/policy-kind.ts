import { name, text } from "../../model/name";
import type { Fields } from "../../model/object";
import { omit } from "../fields";
import type { FieldsOf, Kind, Rule, Support } from "../kind";
import { path } from "../management/path";
import { pathKind } from "../path-kind";
import { fixed, inPlace } from "./field";
import type { Settings } from "./policy-settings";
import { integer, isEmpty, oneOf, table } from "./schema";

/** What policies and operator policies do not share. */
export interface PolicyKind {
  readonly name: string;
  readonly noun: string;
  /** The management API's name for the collection. */
  readonly collection: string;
  /** The name of the section in a topology. */
  readonly section: string;
  /** The values of `applyTo`, the broker's default first. */
  readonly targets: readonly [string, ...string[]];
  /** The keys that have a property of their own. */
  readonly settings: Settings;
  /** What not every version supports of the other keys. */
  readonly keySupport: readonly Support[];
  readonly refuses?: Readonly<Record<string, string>>;
}

/** Values of `applyTo` that older brokers refuse as "unrecognised". */
const targetSupport = ["classic_queues", "quorum_queues", "streams"].map(
  (word): Support<string> => ({
    since: [3, 12],
    lacking: "refuses",
    of: `"${word}"`,
    includes: (target) => target === word,
  }),
);

/** All keys that are not properties, and those that a program gives here instead. */
const definition = table
  .refine(
    ({ "max-age": age = "" }) => typeof age === "string",
    'must have "max-age" as text, such as "7D": RabbitMQ fails on anything else',
  )
  .transform((given) => (isEmpty(given) ? undefined : given))
  .optional();

/** Makes the kinds of policies and operator policies. */
export function policyKind<Args>({
  collection,
  section,
  targets,
  settings,
  keySupport,
  ...more
}: PolicyKind): Kind<Args> {
  const names = Object.keys(settings);
  const propertyOf = new Map(Object.entries(settings).map(([property, { key }]) => [key, property]));
  const fields = {
    vhost: fixed(name),
    name: fixed(name),
    pattern: inPlace(text),
    applyTo: inPlace(oneOf(targets).default(targets[0]), { api: "apply-to", support: targetSupport }),
    priority: inPlace(integer.default(0)),
    ...settings,
    definition: inPlace(definition, {
      support: [
        ...keySupport,
        ...Object.values(settings).flatMap(({ key, support = [] }) => support.map((row) => ({ ...row, part: key }))),
      ],
    }),
  };

  /** The broker's one object of all settings, from both forms. */
  const wholeOf = (args: Fields): Fields => {
    const typed = names.filter((each) => args[each] !== undefined).map((each) => [settings[each]?.key, args[each]]);
    return { ...(args["definition"] as Fields | undefined), ...Object.fromEntries(typed) };
  };

  const rules: Rule<Fields>[] = [
    {
      of: ["definition", ...names],
      problem: (args) =>
        isEmpty(wholeOf(args))
          ? "at least one setting must be given, as a property such as maxLength or here"
          : undefined,
    },
    {
      of: ["definition"],
      problem: (args) => {
        const key = Object.keys(args["definition"] ?? {}).find(
          (each) => args[propertyOf.get(each) ?? ""] !== undefined,
        );
        return key && `must not contain "${key}" as well: use the property ${propertyOf.get(key)}`;
      },
    },
  ];

  return pathKind<Fields>({
    ...more,
    fields: fields as FieldsOf<Fields>,
    rules,
    identity: ["vhost", "name"],
    part: { section, keys: ["name"], holds: "settings" },
    overwrites: true,
    has: ["definition"],
    title: ({ name, vhost }) => `${more.noun} "${name}" in vhost "${vhost}"`,
    path: ({ vhost, name }) => path`${collection}/${String(vhost)}/${String(name)}`,
    list: ({ vhost }) => path`${collection}/${String(vhost)}`,
    toApi: (args) => ({
      pattern: args["pattern"],
      "apply-to": args["applyTo"],
      priority: args["priority"],
      definition: wholeOf(args),
    }),
    inFormOf(args, values) {
      const given = (args["definition"] ?? {}) as Fields;
      const entries = Object.entries(wholeOf(values));
      const isTyped = ([key]: [string, unknown]) => propertyOf.has(key) && !Object.hasOwn(given, key);
      const rest = Object.fromEntries(entries.filter((entry) => !isTyped(entry)));
      return {
        ...omit(values, names),
        ...Object.fromEntries(entries.filter(isTyped).map(([key, value]) => [propertyOf.get(key), value])),
        definition: isEmpty(rest) ? undefined : rest,
      };
    },
  }) as unknown as Kind<Args>;
}
