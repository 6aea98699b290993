import type { CommandWords } from "./words";

export function bash(program: string, commands: readonly CommandWords[]): string {
  const identifier = program.replaceAll("-", "_");
  const cases = (lines: readonly string[]) => lines.map((line) => `    ${line} ;;`).join("\n");
  const words = (list: readonly string[]) => `words="${list.join(" ")}"`;
  const afterOption = commands.flatMap(({ name, options }) =>
    options
      .filter(({ takesValue }) => takesValue)
      .map((option) => `"${name} ${option.name}") ${words(option.choices)}`),
  );
  const options = commands.map((command) => `${command.name}" -"*) ${words(command.options.map(({ name }) => name))}`);
  const firstArgument = commands
    .filter(({ choices }) => choices.length > 0)
    .map(({ name, choices }) => `${name}" "*) if ((COMP_CWORD == 2)); then ${words(choices)}; fi`);
  return `# ${program} completion bash: completes commands, options and their values; else names of files.
_${identifier}() {
  local current=\${COMP_WORDS[COMP_CWORD]} command=\${COMP_WORDS[1]} words=
  if ((COMP_CWORD == 1)); then
    words="${commands.map(({ name }) => name).join(" ")}"
  else case "$command \${COMP_WORDS[COMP_CWORD-1]}" in
${cases(afterOption)}
    *) case "$command $current" in
${cases([...options, ...firstArgument])}
    esac ;;
  esac; fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _${identifier} ${program}`;
}
