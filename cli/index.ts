#!/usr/bin/env node
import { readFileSync } from "node:fs";
import path from "node:path";
import { Argument, Command, CommanderError, Option } from "commander";
import { expression, seconds } from "./arguments";
import { addCompletion } from "./completion/completion";
import { endOfAll, endOfImport, endOfMigrate, endOfVerify } from "./help";
import { type ImportOptions, importTopology } from "./import/import";
import { type MigrateOptions, migrate } from "./migrate";
import { type VerifyOptions, verify } from "./verify/verify";

const { version } = JSON.parse(readFileSync(path.join(__dirname, "../../package.json"), "utf8"));

const program = new Command("rabbitmq-topology")
  .description(
    "Checks the contract between a platform and an application on RabbitMQ, migrates queues, and imports what exists",
  )
  .version(version)
  .addHelpText("after", endOfAll)
  .exitOverride();

program
  .command("verify")
  .description("connects as the application and checks that everything in its contract exists; declares nothing")
  .argument("<contract.json...>", "the application's contract, or - for the standard input; or those of several")
  .option("--probe", "also prove that the application may publish and consume; no message is sent or consumed")
  .option("--wait <seconds>", "try again until the contract is fulfilled, for this time at most", seconds)
  .option("--timeout <seconds>", "how long to wait for the broker's answers", seconds, 30)
  .option("--json", "report as JSON, a list with an entry for each contract")
  .addHelpText("after", endOfVerify)
  .action(async (files: string[], options: VerifyOptions) => {
    process.exitCode = await verify(files, process.env["AMQP_URL"], options);
  });

program
  .command("migrate")
  .description("changes the type of queues and keeps their messages; without --yes it only reports what would happen")
  .addArgument(
    new Argument("[pattern]", "a regular expression for the names of the queues")
      .argParser(expression)
      .default(/.*/, "all queues"),
  )
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
  .option("--broker <name...>", "of a file with objects of several brokers, those of this one")
  .option(
    "--project <name>",
    "the name of the Pulumi project (default: rabbitmq-topology, with --into that of the export)",
  )
  .option("--check", "write nothing, and only report")
  .option("--no-proof", "do not run the program against the broker")
  .option("--json", "report as JSON")
  .addHelpText("after", endOfImport)
  .action(async (options: ImportOptions) => {
    process.exitCode = await importTopology(options);
  });

addCompletion(program);

program.parseAsync().catch((error: unknown) => {
  // Commander has printed its own errors already.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    console.error(error);
    process.exitCode = 2;
  }
});
