import { type OperationInput, type OperationName } from '../core/contract/contract.js';
import { type WorklinkError } from '../core/errors.js';
import { type Paint } from './output/paint.js';

/** One member of a result, as tables, CSV and text show it. */
export interface Field {
  /** The member's name: what `--columns`, a CSV header and JSON call it. */
  readonly name: string;
  /** What a table calls it. */
  readonly title: string;
  /** Left out of tables unless `--columns` asks for it. */
  readonly extra?: boolean;
  /** Its value is a state, coloured on a terminal. */
  readonly state?: boolean;
  /** Reads it from the data, where it is not simply the member of its name: a part of one, or several in one text. */
  readonly read?: (data: Data) => unknown;
}

/** An object as JSON will have it: dates become ISO 8601 UTC, undefined members are left out. */
export type Data = object;

interface Common {
  /** Lines for a person, on stderr after the result; never part of it. */
  readonly notices?: () => readonly string[];
  /** What makes the program fail although it has a result: shown on stderr after it, and its exit code used. */
  readonly failure?: () => WorklinkError | undefined;
  /** What the program exits with where nothing failed, and that it says something, as of a comparison. */
  readonly exitCode?: number;
  /** What goes on once the result is shown, such as serving: the program ends with it. */
  readonly after?: () => Promise<void>;
}

/** Many things of one kind. It is written as it comes. */
export interface Listing extends Common {
  readonly kind: 'listing';
  readonly rows: AsyncIterable<Data> | Iterable<Data>;
  readonly fields: readonly Field[];
  /** What a person is told, on stderr, where there are none. */
  readonly empty: string;
  /** Whether rows may come for as long as nobody stops it: each is then written when it comes, in JSON on a line of its own. */
  readonly isLive?: boolean;
  /** The member that names a row, by which `--watch` knows it again; the first field where absent. */
  readonly key?: string;
}

/** One thing, all of it. */
export interface Details extends Common {
  readonly kind: 'details';
  readonly data: Data;
  readonly fields: readonly Field[];
}

/** What a change led to: one sentence for a person, the resulting object for a script. */
export interface Outcome extends Common {
  readonly kind: 'outcome';
  readonly data: Data;
  readonly message: string;
  /** The members CSV and text show, in order; all of the data's own where absent. */
  readonly fields?: readonly Field[];
}

/** A text that is the result itself, such as an XML document; JSON and YAML show `data`. */
export interface TextDocument extends Common {
  readonly kind: 'document';
  readonly text: string;
  /** The text with colours, itself safe to print. */
  readonly painted?: (paint: Paint) => string;
  /** Written in the text's place, where the result is binary. */
  readonly bytes?: Uint8Array;
  /** Whether the text is the data as YAML. */
  readonly isYaml?: boolean;
  readonly data: Data;
}

export type Result = Listing | Details | Outcome | TextDocument;

export function listing(result: Omit<Listing, 'kind'>): Listing {
  return { kind: 'listing', ...result };
}
export function details(result: Omit<Details, 'kind'>): Details {
  return { kind: 'details', ...result };
}
export function outcome(result: Omit<Outcome, 'kind'>): Outcome {
  return { kind: 'outcome', ...result };
}
export function textDocument(result: Omit<TextDocument, 'kind'>): TextDocument {
  return { kind: 'document', ...result };
}

/** A call of the service that a dry run left undone. */
export interface PlannedCall {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export function plannedCall<O extends OperationName>(operation: O, input: OperationInput<O>): PlannedCall {
  return { operation, input: { ...input } };
}

/**
 * The result of a dry run: what would be done, and the calls it would take.
 *
 * @param message a sentence that begins "Would"
 */
export function planned(message: string, calls: readonly PlannedCall[]): Outcome {
  return outcome({ data: { dryRun: true, message, calls }, message });
}

/** The notice that a list goes on: `--starting-token` continues it. */
export function moreNotice(what: string, nextToken: string | undefined): readonly string[] {
  return nextToken === undefined
    ? []
    : [`There are more ${what}. Continue with --starting-token ${nextToken}`];
}
