import { Argument, type Command } from "commander";
import { bash } from "./bash";
import { fish } from "./fish";
import { wordsOf } from "./words";
import { zsh } from "./zsh";

const shells = { bash, zsh, fish };

/** The command that prints what a shell needs to complete the others. Nothing runs when the user completes. */
export function addCompletion(program: Command): void {
  program
    .command("completion")
    .description("prints a script with which a shell completes commands, options and files")
    .addArgument(new Argument("<shell>", "the shell that gets it").choices(Object.keys(shells)))
    .action((shell: keyof typeof shells) => console.log(shells[shell](program.name(), wordsOf(program))));
}
