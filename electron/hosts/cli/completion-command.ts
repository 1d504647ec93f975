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

/** `*` offers files, `-` nothing: any text may follow. */
function bash(): string {
  const values = commands.flatMap(({ name, options }) =>
    options
      .filter(({ value }) => value !== undefined)
      .map((option) => `    "${name} --${option.name}") words="${offeredBash(option.choices, option.isFile)}" ;;`),
  );
  const operands = commands
    .filter(({ operandChoices, operandIsFile }) => operandChoices || operandIsFile)
    .map((command) => `    ${command.name}) words="${offeredBash(command.operandChoices, command.operandIsFile)}" ;;`);
  const options = commands.map((command) => `    ${command.name}) words="${optionsOf(command)}" ;;`);
  return `# promptscope completion for bash
_promptscope() {
  local words word command="\${COMP_WORDS[1]}" current="\${COMP_WORDS[COMP_CWORD]}" option="\${COMP_WORDS[COMP_CWORD-1]}"
  COMPREPLY=()
  # bash takes --option=value apart.
  [ "$option" = "=" ] && option="\${COMP_WORDS[COMP_CWORD-2]}"
  [ "$current" = "=" ] && current=""
  case "$command $option" in
${values.join("\n")}
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="${names()} --help --version"
  elif [ -z "$words" ]; then
    case "$current" in
      -*) ;;
      *) case "$command" in
${operands.join("\n")}
      esac ;;
    esac
    [ -z "$words" ] && case "$command" in
${options.join("\n")}
    esac
  fi
  if [ "$words" = "*" ]; then
    compopt -o filenames 2>/dev/null
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$current")
  elif [ "$words" != "-" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  fi
}
complete -F _promptscope promptscope`;
}

function offeredBash(choices: readonly string[] | undefined, isFile: boolean | undefined): string {
  return choices?.join(" ") ?? (isFile ? "*" : "-");
}

function zsh(): string {
  const described = commands.map(({ name, summary }) => `    ${quote(`${name}:${summary}`)}`);
  const cases = commands.map(({ name, options, operands, operandChoices, operandIsFile }) => {
    const specs = options.map(({ name: option, value, many, text, choices, isFile }) => {
      const label = text.replace(/[[\]:]/g, " ");
      const taken = value === undefined ? "" : `:${value.replace(/[:\s]/g, " ")}:${offeredZsh(choices, isFile)}`;
      return quote(`${many ? "*" : ""}--${option}[${label}]${taken}`);
    });
    const operand = operands === "" ? [] : [quote(`1:${operands}:${offeredZsh(operandChoices, operandIsFile)}`)];
    return `    ${name}) _arguments ${[...specs, quote("--help[help]"), ...operand].join(" ")} ;;`;
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

/** A space offers nothing, as any text may follow. */
function offeredZsh(choices: readonly string[] | undefined, isFile: boolean | undefined): string {
  return choices ? `(${choices.join(" ")})` : isFile ? "_files" : " ";
}

function fish(): string {
  const first = commands.map(
    ({ name, summary }) => `complete -c promptscope -n __fish_use_subcommand -a ${name} -d ${quote(summary)}`,
  );
  const within = (name: string) => `complete -c promptscope -n '__fish_seen_subcommand_from ${name}'`;
  const rest = commands.flatMap(({ name, options, operandChoices, operandIsFile }) => [
    ...options.map(({ name: option, value, text, choices, isFile }) => {
      const taken = value === undefined ? "" : offeredFish(choices, isFile);
      return `${within(name)} -l ${option}${taken} -d ${quote(text)}`;
    }),
    ...(operandIsFile ? [`${within(name)} -F`] : []),
    ...(operandChoices ? [`${within(name)} -a ${quote(operandChoices.join(" "))}`] : []),
  ]);
  return ["# promptscope completion for fish", "complete -c promptscope -f", ...first, ...rest].join("\n");
}

function offeredFish(choices: readonly string[] | undefined, isFile: boolean | undefined): string {
  return choices ? ` -x -a ${quote(choices.join(" "))}` : isFile ? " -r -F" : " -x";
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
