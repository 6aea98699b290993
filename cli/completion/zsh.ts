import type { CommandWords, OptionWords } from "./words";

export function zsh(program: string, commands: readonly CommandWords[]): string {
  const identifier = program.replaceAll("-", "_");
  const list = commands.map(({ name, description }) => quoted(`${name}:${description}`));
  const cases = commands.map(
    ({ name, options, choices }) =>
      `    ${name}) _arguments ${[...options.map(option), quoted(choices.length > 0 ? `1:${name}:(${choices.join(" ")})` : "*:file:_files")].join(" ")} ;;`,
  );
  return `#compdef ${program}
_${identifier}() {
  local -a commands line
  local state
  commands=(${list.join(" ")})
  _arguments -C '1:command:->command' '*::argument:->argument'
  if [[ $state == command ]]; then _describe command commands
  else case $line[1] in
${cases.join("\n")}
  esac; fi
}
if (( ! $+functions[compdef] )); then autoload -U compinit && compinit; fi
compdef _${identifier} ${program}`;
}

/** The form of _arguments: --name[description]:what:(words). */
function option({ name, description, takesValue, choices }: OptionWords): string {
  const value = choices.length > 0 ? `:value:(${choices.join(" ")})` : ":value:_files";
  return quoted(`${name}[${description.replace(/[[\]:\\]/g, "\\$&")}]${takesValue ? value : ""}`);
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
