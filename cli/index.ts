#!/usr/bin/env node
import { readFileSync } from "node:fs";
import path from "node:path";
import { Command, CommanderError, InvalidArgumentError } from "commander";
import { verify } from "./verify";

/** The end of the help text. Scripts depend on the exit codes. */
const exitCodes = `
Exit code:
  0  the contract is fulfilled
  1  the contract is not fulfilled
  2  the contract could not be checked: wrong usage, bad file, no connection

Environment:
  AMQP_URL  the application's user, broker and vhost: amqp://user:password@host:5672/vhost

Examples:
  pulumi stack output contract --json > contract.json    # run by the platform
  AMQP_URL=... npx rabbitmq-topology verify contract.json`;

const { version } = JSON.parse(readFileSync(path.join(__dirname, "../../package.json"), "utf8"));

const program = new Command("rabbitmq-topology")
  .description("Checks the contract between a platform and an application on RabbitMQ")
  .version(version)
  .exitOverride();

program
  .command("verify")
  .description("connects as the application and checks that everything in its contract exists; declares nothing")
  .argument("<contract.json>", "the application's contract, or - for the standard input")
  .option("--probe", "also prove that the application may publish and consume; no message is sent or consumed")
  .option("--timeout <seconds>", "how long to wait for the broker's answers", seconds, 30)
  .addHelpText("after", exitCodes)
  .action(async (file: string, options: { probe?: boolean; timeout: number }) => {
    process.exitCode = await verify(file, process.env["AMQP_URL"], options);
  });

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
