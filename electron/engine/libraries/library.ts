import type { DatasetSummary } from "@shared/domain/dataset/dataset-summary.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import type { LibraryAbilities, LibraryConnection } from "@shared/domain/prompt/library-view.ts";
import type { FileOfVersion } from "@shared/domain/prompt/portable-prompt.ts";
import type {
  PromptEdit,
  PromptLibraryId,
  PromptList,
  PromptRef,
  PromptSummary,
  PromptVersionSummary,
  ResolutionGraph,
  ResolvedPrompt,
  TemplateFormat,
} from "@shared/domain/prompt/prompt.ts";
import type { CallCredentials } from "../credentials/call-credentials.ts";
import type { CallIo } from "../ports.ts";
import type { LibraryWriting } from "./library-writing.ts";

/**
 * A place where prompts live. Every method rejects with `AppFailure` only, and stops when `io.signal` aborts. The
 * registry adds to what `list` and `get` give the connection they were found in and the hash of the text.
 */
export interface PromptLibrary {
  readonly id: PromptLibraryId;
  /** Its name for a person. */
  readonly label: string;
  readonly can: LibraryAbilities;
  /** Set where prompts are invented and bundled, with values to try them with. */
  readonly samples?: true;
  /** How the model of a call begins that goes through one of its prompts, as in `langfuse/gpt-6-luna`. */
  readonly modelPrefixes?: readonly string[];
  /** Set where versions are whole numbers, and a version that is none is a mistake of the caller. */
  readonly numbersVersions?: true;
  /** Set where the place also tells what models cost. */
  readonly pricesModels?: true;
  list(options: { refresh: boolean }, io: CallIo): Promise<PromptList>;
  /** With `resolve` references to other prompts are replaced by their texts. */
  get(ref: PromptRef, options: { resolve: boolean; refresh: boolean }, io: CallIo): Promise<ResolvedPrompt>;
  /** Newest first. With `refresh` nothing that is known already counts. */
  versions(name: string, options: { refresh: boolean }, io: CallIo): Promise<PromptVersionSummary[]>;
  /** Puts the texts that changed, unsaved text refers to in place of the references; only where prompts can refer. */
  compose?(edit: PromptEdit, io: CallIo): Promise<ComposedEdit>;
  /** The language of a prompt's texts where that is not Langfuse's; only where there are others. */
  templateFormat?(ref: PromptRef, io: CallIo): Promise<TemplateFormat | undefined>;
  /** The file a version lies in, where its text says more than the version; only where prompts are files. */
  fileOf?(name: string, version: string, io: CallIo): Promise<FileOfVersion | null>;
  /** Prompts that come, change or go outside of the app, until the signal aborts; only where that can be seen. */
  changes?(signal: AbortSignal): AsyncIterable<LibraryChange>;
  /** Rows that lie beside the prompts, in the order they were made; only where there are datasets. */
  dataset?(query: DatasetQuery, io: CallIo): Promise<DatasetItem[]>;
  /** The datasets there are, by name; only where there are any. */
  datasets?(io: CallIo): Promise<DatasetSummary[]>;
  /** ISO times at which the items of a dataset were changed, newest first: `DatasetQuery.version` is one of them. */
  datasetVersions?(name: string, io: CallIo): Promise<string[]>;
  /** Its write side; only where `can.write`. */
  readonly writing?: LibraryWriting;
  /** Only where prompts lie behind a connection. */
  readonly connecting?: LibraryConnecting;
}

export interface DatasetQuery {
  name: string;
  /** ISO time: as it was then. */
  version?: string;
  /** With what is archived. */
  archived?: boolean;
}

export interface DatasetItem {
  id: string;
  input: JsonValue;
  expectedOutput: JsonValue;
  metadata: JsonValue;
  status?: string;
}

/**
 * What became of a prompt; null: it is gone. Or what the repository that prompts lie in has checked out: other versions of
 * any of them may be there, too.
 */
export type LibraryChange = { name: string; summary: PromptSummary | null } | { branch: string };

/** An edit as it is to be run, and the prompts that were put into it. */
export interface ComposedEdit {
  prompt: PromptEdit["prompt"];
  resolutionGraph: ResolutionGraph | null;
}

/** How a library is opened that lies behind a connection. */
export interface LibraryConnecting {
  /** Nobody has to connect anything: it is a place of this machine. */
  readonly isOfThisMachine?: true;
  /**
   * What a call with these credentials would reach; null where nothing is set up. Asks nobody.
   * @param wanted id of the one to reach where the call brings none; null where that is not set up. Absent: the default.
   */
  connection(call?: CallCredentials, wanted?: string): LibraryConnection | null;
  /** Every one that is set up, the default first. */
  connections(): LibraryConnection[];
  /** @throws AppFailure when nothing is set up, not the one that is wanted, or what is set up is incomplete. */
  open(call?: CallCredentials, wanted?: string): PromptLibrary;
}
