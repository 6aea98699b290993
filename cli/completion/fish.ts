import type { CommandWords } from "./words";

export function fish(program: string, commands: readonly CommandWords[]): string {
  const lines = commands.flatMap(({ name, description, options, choices }) => [
    `complete -c ${program} -n __fish_use_subcommand -f -a ${name} -d ${quoted(description)}`,
    ...(choices.length > 0 ? [`${after(program, name)} -f -a ${quoted(choices.join(" "))}`] : []),
    ...options.map((option) => {
      const words = option.choices.length > 0 ? ` -x -a ${quoted(option.choices.join(" "))}` : " -r";
      const value = option.takesValue ? words : "";
      return `${after(program, name)} -l ${option.name.slice(2)}${value} -d ${quoted(option.description)}`;
    }),
  ]);
  return [
    `# ${program} completion fish: completes commands, options and their values; else names of files.`,
    ...lines,
  ].join("\n");
}

const after = (program: string, command: string) =>
  `complete -c ${program} -n '__fish_seen_subcommand_from ${command}'`;

const quoted = (text: string) => `'${text.replace(/[\\']/g, "\\$&")}'`;
