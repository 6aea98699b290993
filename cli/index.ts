#!/usr/bin/env node
import { readFileSync } from "node:fs";
import path from "node:path";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { type ImportOptions, importTopology } from "./import/import";
import { type MigrateOptions, migrate } from "./migrate";
import { verify } from "./verify";

/** The ends of the help texts. Scripts depend on the exit codes. */
const endOfVerify = `
Exit code:
  0  the contract is fulfilled
  1  the contract is not fulfilled
  2  the contract could not be checked: wrong usage, bad file, no connection

Environment:
  AMQP_URL  the application's user, broker and vhost: amqp://user:password@host:5672/vhost

Examples:
  pulumi stack output contract --json > contract.json    # run by the platform
  AMQP_URL=... npx rabbitmq-topology verify contract.json`;

const endOfMigrate = `
Exit code:
  0  all of these queues can be migrated, or are
  1  something stands in the way of one, or its migration failed; nothing is lost, and the next run goes on with it
  2  the broker could not be asked: wrong usage, settings, no connection

Environment:
  RABBITMQ_ENDPOINT, RABBITMQ_USERNAME, RABBITMQ_PASSWORD, RABBITMQ_AMQP_ENDPOINT and the other settings of the library

Examples:
  npx rabbitmq-topology migrate "^orders\\."          # only reports
  npx rabbitmq-topology migrate "^orders\\." --yes
  npx rabbitmq-topology migrate --cancel --yes        # back to the former queues`;

const endOfImport = `
Exit code:
  0  the program is written, and a preview of it shows no changes; or no broker was given to prove that
  1  the proof failed, or a broker lost objects when it imported the definitions
  2  nothing was written: wrong usage, bad file, no connection

Environment:
  RABBITMQ_ENDPOINT, RABBITMQ_USERNAME, RABBITMQ_PASSWORD and the other settings of the library, for the source or the proof

Examples:
  npx rabbitmq-topology import --check                        # what of the broker a program can own
  npx rabbitmq-topology import --out topology
  npx rabbitmq-topology import --from definitions.json --out topology
  npx rabbitmq-topology import --out topology --into dev      # into the state of the stack dev, too`;

const { version } = JSON.parse(readFileSync(path.join(__dirname, "../../package.json"), "utf8"));

const program = new Command("rabbitmq-topology")
  .description(
    "Checks the contract between a platform and an application on RabbitMQ, migrates queues, and imports what exists",
  )
  .version(version)
  .exitOverride();

program
  .command("verify")
  .description("connects as the application and checks that everything in its contract exists; declares nothing")
  .argument("<contract.json>", "the application's contract, or - for the standard input")
  .option("--probe", "also prove that the application may publish and consume; no message is sent or consumed")
  .option("--timeout <seconds>", "how long to wait for the broker's answers", seconds, 30)
  .addHelpText("after", endOfVerify)
  .action(async (file: string, options: { probe?: boolean; timeout: number }) => {
    process.exitCode = await verify(file, process.env["AMQP_URL"], options);
  });

program
  .command("migrate")
  .description("changes the type of queues and keeps their messages; without --yes it only reports what would happen")
  .argument("[pattern]", "a regular expression for the names of the queues", expression, /.*/)
  .option("--vhost <name>", "only the queues in this vhost (default: in all)")
  .addOption(new Option("--to <type>", "the type that they get").choices(["quorum", "classic"]).default("quorum"))
  .option("--yes", "migrate them after the report")
  .option("--force", "cancel the consumers of these queues")
  .option("--cancel", "bring the messages of interrupted migrations back to the former queues instead")
  .addHelpText("after", endOfMigrate)
  .action(async (pattern: RegExp, options: MigrateOptions) => {
    process.exitCode = await migrate(pattern, options);
  });

program
  .command("import")
  .description("writes a Pulumi program for what exists; changes nothing on the broker")
  .option(
    "--from <source>",
    "a management URL, or a file: definitions, a stack's export, a Terraform state, the topology operator's YAML; - is the standard input (default: RABBITMQ_ENDPOINT)",
  )
  .option("--vhost <name...>", "only these vhosts, and the users that only they have (default: everything)")
  .option("--out <folder>", "the folder for the program; no file in it is overwritten")
  .option("--into <stack>", "write the objects into the state of this stack, too")
  .option("--project <name>", "the name of the Pulumi project", "rabbitmq-topology")
  .option("--check", "write nothing, and only report")
  .option("--no-proof", "do not run the program against the broker")
  .option("--json", "report as JSON")
  .addHelpText("after", endOfImport)
  .action(async (options: ImportOptions) => {
    process.exitCode = await importTopology(options);
  });

function expression(text: string): RegExp {
  try {
    return new RegExp(text, "u");
  } catch (error) {
    throw new InvalidArgumentError(`It is not a regular expression: ${(error as Error).message}`);
  }
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError("It must be a number above 0.");
  return value;
}

program.parseAsync().catch((error: unknown) => {
  // Commander has printed its own errors already.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    console.error(error);
    process.exitCode = 2;
  }
});
