#!/usr/bin/env node
import { readFileSync } from "node:fs";
import path from "node:path";
import { Command, CommanderError, InvalidArgumentError } from "commander";
import { verify } from "./verify";

/** What a script that calls this has to tell apart. */
const exitCodes = `
Exit code:
  0  the contract is fulfilled
  1  the contract is not fulfilled
  2  that could not be checked: wrong usage, bad file, no connection

Environment:
  AMQP_URL  whom to connect as, and where: amqp://user:password@host:5672/vhost

Examples:
  pulumi stack output contract --json > contract.json    # the platform hands it over
  AMQP_URL=... npx rabbitmq-topology verify contract.json`;

const { version } = JSON.parse(readFileSync(path.join(__dirname, "../../package.json"), "utf8"));

const program = new Command("rabbitmq-topology")
  .description("Checks what a platform promised an application on RabbitMQ")
  .version(version)
  .exitOverride();

program
  .command("verify")
  .description("checks, as the application, that everything in its contract is there; declares nothing")
  .argument("<contract.json>", "the application's contract, or - for the standard input")
  .option("--probe", "also prove that it may publish and consume; no message is sent, none is taken")
  .option("--timeout <seconds>", "how long to wait for the broker", seconds, 30)
  .addHelpText("after", exitCodes)
  .action(async (file: string, options: { probe?: boolean; timeout: number }) => {
    process.exitCode = await verify(file, process.env["AMQP_URL"], options);
  });

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError("A number above 0 is wanted.");
  return value;
}

program.parseAsync().catch((error: unknown) => {
  // Commander has said it already.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    console.error(error);
    process.exitCode = 2;
  }
});
