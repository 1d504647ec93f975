import { type Command, type CommandSpec, UsageFailure } from "./command.ts";
import { commands } from "./commands.ts";
import { exitCodes } from "./exit-codes.ts";
import { readWords } from "./read-words.ts";

const shells: Record<string, () => string> = { bash, zsh, fish };

/** `promptscope completion bash|zsh|fish` */
export const completionCommand: Command = async (words, { terminal }, spec) => {
  const [shell] = readWords(words, spec, 1).operands;
  const script = shell !== undefined && Object.hasOwn(shells, shell) ? shells[shell] : undefined;
  if (!script) throw new UsageFailure("Name the shell: promptscope completion bash, zsh or fish.");
  terminal.out(script());
  return exitCodes.done;
};

const names = () => commands.map(({ name }) => name).join(" ");
const optionsOf = ({ options }: CommandSpec) => [...options.map(({ name }) => `--${name}`), "--help"].join(" ");

function bash(): string {
  const cases = commands.map((command) => `    ${command.name}) words="${optionsOf(command)}" ;;`);
  return `# promptscope completion for bash
_promptscope() {
  local words current="\${COMP_WORDS[COMP_CWORD]}"
  case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
    *) words="${names()} --help --version" ;;
  esac
  [ "$COMP_CWORD" -eq 1 ] && words="${names()} --help --version"
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _promptscope promptscope`;
}

function zsh(): string {
  const described = commands.map(({ name, summary }) => `    ${quote(`${name}:${summary}`)}`);
  const cases = commands.map(({ name, options }) => {
    const specs = options.map(({ name: option, value, many, text }) => {
      const label = text.replace(/[[\]:]/g, " ");
      return quote(
        `${many ? "*" : ""}--${option}[${label}]${value === undefined ? "" : `:${value.replace(/[:\s]/g, " ")}:_files`}`,
      );
    });
    return `    ${name}) _arguments ${[...specs, quote("--help[help]"), quote("*: :_files")].join(" ")} ;;`;
  });
  return `#compdef promptscope
# promptscope completion for zsh
_promptscope() {
  local -a commands
  commands=(
${described.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command="$words[2]"
  shift words
  (( CURRENT-- ))
  case "$command" in
${cases.join("\n")}
  esac
}
compdef _promptscope promptscope`;
}

function fish(): string {
  const first = commands.map(
    ({ name, summary }) => `complete -c promptscope -n __fish_use_subcommand -f -a ${name} -d ${quote(summary)}`,
  );
  const options = commands.flatMap(({ name, options: list }) =>
    list.map(({ name: option, value, text }) => {
      const needsValue = value === undefined ? "" : " -r";
      return `complete -c promptscope -n '__fish_seen_subcommand_from ${name}' -l ${option}${needsValue} -d ${quote(text)}`;
    }),
  );
  return ["# promptscope completion for fish", ...first, ...options].join("\n");
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
