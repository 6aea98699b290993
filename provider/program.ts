import type { dynamic } from "@pulumi/pulumi";
import type { Fields } from "../model/object";
import { ConfigurationError } from "./management/errors";
import { forState } from "./options";
import type { HandOver, Run } from "./run";

/**
 * A resource that is only read, at the end of each program: the one call that Pulumi makes whatever `--target` or
 * `--exclude` says. It hands over what the program declares. A refresh reads it from the state, which does not contain that.
 */
export function programLifecycle(run: Run): dynamic.ResourceProvider {
  return {
    create: () => Promise.reject(new ConfigurationError("a program is only read")),
    async read(id: string, { declared, ...props }: Fields) {
      if (typeof declared === "string") run.noteProgram(JSON.parse(declared) as HandOver);
      return { id, props: forState(props, {}) };
    },
  };
}
