import { Broker } from "../provider/broker";
import { declare } from "../provider/declare";
import type { Kind } from "../provider/kind";
import { queue } from "../provider/kinds/queue";
import { fromEnvironment, readSettings } from "../provider/management/settings";
import { type Candidate, survey } from "../provider/migration/survey";
import { Run } from "../provider/run";
import { rows } from "./table";

export interface MigrateOptions {
  readonly vhost?: string;
  readonly to: "classic" | "quorum";
  /** Whether to migrate after the report. */
  readonly yes?: boolean;
  /** Whether consumers may be cancelled. */
  readonly force?: boolean;
  /** Whether to bring back what interrupted migrations have taken out, instead. */
  readonly cancel?: boolean;
}

const kind: Kind = queue;

/** Reports which queues of a broker would be migrated and what stands in the way, and migrates them. @returns the exit code */
export async function migrate(pattern: RegExp, options: MigrateOptions): Promise<0 | 1 | 2> {
  const { vhost, to, yes = false, force = false, cancel = false } = options;
  try {
    const broker = new Broker(readSettings(fromEnvironment));
    const candidates = await survey(broker, { vhost, pattern, to: cancel ? undefined : to });
    console.log(candidates.length > 0 ? report(candidates) : "no queue to migrate");
    const blocked = candidates.filter(({ obstacles }) => obstacles.length > 0);
    const ready = candidates.filter(({ obstacles }) => obstacles.length === 0);
    if (!yes) {
      if (ready.length > 0) console.log(`\nNothing was changed. To migrate ${ready.length} of them, add --yes`);
      return blocked.length > 0 ? 1 : 0;
    }
    const run = new Run(
      () => broker,
      (line) => console.log(line),
    );
    let failed = 0;
    for (const candidate of ready) {
      if (!(await migrateOne(run, candidate, force))) failed++;
    }
    console.log(`\n${ready.length - failed} migrated, ${failed} failed, ${blocked.length} left out`);
    return failed + blocked.length > 0 ? 1 : 0;
  } catch (error) {
    console.error((error as Error).message);
    return 2;
  }
}

async function migrateOne(run: Run, { former, wanted }: Candidate, force: boolean): Promise<boolean> {
  const args = { ...wanted, onReplace: "migrate", forceDestroy: force };
  try {
    await declare(run, { kind, args }, { earlier: former });
    return true;
  } catch (error) {
    console.error(`${kind.title(args)}: ${(error as Error).message}`);
    return false;
  }
}

function report(candidates: readonly Candidate[]): string {
  return rows(
    ["vhost", "queue", "type", "becomes", "messages", "consumers", "what stands in the way, and what to know"],
    candidates.map(({ vhost, name, former, wanted, messages = "?", consumers = "?", obstacles, remarks }) => [
      vhost,
      name,
      String(former?.["type"] ?? "deleted"),
      obstacles.length > 0 ? "left out" : String(wanted["type"]),
      String(messages),
      String(consumers),
      [...obstacles, ...remarks].join("; "),
    ]),
  );
}
