import type { Terminal } from "./terminal.ts";

/** An option as the parser, the help and the shell completion all see it. */
export interface OptionSpec {
  name: string;
  /** The name of its value in the help; absent for a switch. */
  value?: string;
  /** A switch that a value may follow, known by how it begins. */
  prefix?: string;
  /** May be given more than once. */
  many?: boolean;
  /** The only values it takes. */
  choices?: readonly string[];
  /** Its value is the name of a file. */
  isFile?: boolean;
  text: string;
}

export interface CommandSpec {
  name: string;
  /** What follows the name, without the options. */
  operands: string;
  operandIsFile?: boolean;
  /** The only operands it takes. */
  operandChoices?: readonly string[];
  summary: string;
  options: readonly OptionSpec[];
  /** More for the help of the command. */
  details?: readonly string[];
  /** It uses the engine, which needs a newer Node than this file. */
  needsEngine: boolean;
  /** It becomes another host, which minds the signals itself. */
  stopsItself?: true;
  load(): Promise<Command>;
}

/** What a command is given besides its words. */
export interface CommandIo {
  terminal: Terminal;
  variables: Record<string, string | undefined>;
  version: string;
  /** The folder of the built command line; its siblings are the other hosts. */
  folder: string;
  /** Aborts with Ctrl-C. */
  signal: AbortSignal;
}

/**
 * Does the work and resolves with the exit code.
 * @throws UsageFailure, AppFailure
 */
export type Command = (words: readonly string[], io: CommandIo, spec: CommandSpec) => Promise<number>;

/** The person typed something that cannot be; says what would be right. */
export class UsageFailure extends Error {}
