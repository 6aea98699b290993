import type { Command } from "commander";

/** A command and what a shell completes after it. Where no words are known, it completes names of files. */
export interface CommandWords {
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionWords[];
  /** The words that the first argument may be. */
  readonly choices: readonly string[];
}

export interface OptionWords {
  /** Such as --probe. */
  readonly name: string;
  readonly description: string;
  readonly takesValue: boolean;
  /** The words that its value may be. */
  readonly choices: readonly string[];
}

/** The commands, with the words that Commander shows in their help. */
export function wordsOf(program: Command): CommandWords[] {
  const help = program.createHelp();
  const names = help.visibleCommands(program).map((command) => command.name());
  return help.visibleCommands(program).map((command) => ({
    name: command.name(),
    description: command.description(),
    options: help.visibleOptions(command).map((option) => ({
      name: option.long ?? option.flags,
      description: option.description,
      takesValue: option.required || option.optional,
      choices: option.argChoices ?? [],
    })),
    choices: command.name() === "help" ? names : (command.registeredArguments[0]?.argChoices ?? []),
  }));
}
