import { checkDocument, Faults, type Path, pathText } from '../../model/document/check.js';
import { type Position } from '../../model/document/position.js';
import { readText } from '../../model/document/read-text.js';
import { FLEET_FILE_FORMAT } from '../../model/fleet-file/format.js';
import { type FleetDocument, type FleetSpec } from '../../model/fleet-file/fleet-document.js';
import { counted, printable } from '../../text.js';
import {
  type FileContent,
  type FleetFileFinding,
  type GivenFleetFile,
  type LoadedFleet,
  type LoadedFleets,
  type ReferencedFiles,
} from './files.js';
import { FleetJudging } from './judge-fleet.js';
import { findingsOf, inOrder, JudgedDocument } from './judged-document.js';

const FORMAT_HINT =
  'docs/fleet-file.md describes the format; worklink validate --schema writes it for editors.';

/** A fault in each of a fleet's domains is not too many: all of them may be mended by one change. */
const MAX_FORMAT_FAULTS = 10_000;

export interface LoadingFleets {
  /** Reads the files that files of fleets name. */
  readonly files: ReferencedFiles;
  /** The time to judge validity at. */
  readonly now: Date;
}

/**
 * Reads files of fleets and judges all that can be judged without the service, all of it at once.
 *
 * @returns the fleets that have no error, and all findings
 */
export async function loadFleets(
  given: readonly GivenFleetFile[],
  { files, now }: LoadingFleets,
): Promise<LoadedFleets> {
  const judging = new FleetJudging(files, now);
  const unreadable: FleetFileFinding[] = [];
  const documents: JudgedDocument[] = [];
  const found: FoundFleet[] = [];
  for (const { file, folder, content } of given) {
    const faults = new Faults();
    const text = textOf(content, faults);
    const read = text === undefined ? [] : await readText(text, faults, { several: true });
    unreadable.push(...syntaxFindings(file, faults));
    for (const one of read) {
      const document = new JudgedDocument(file, folder, one);
      documents.push(document);
      found.push(...(await judgeDocument(document, judging)));
    }
  }
  const findings = [...unreadable, ...findingsOf(documents)];
  return {
    specs: found.filter(isSound).map(loaded),
    findings: inOrder(
      findings,
      given.map(({ file }) => file),
    ),
  };
}

/** What is wrong with a document of fleets, every text in its place, wherever it comes from: its findings have no lines. */
export async function judgeFleets(value: FleetDocument, now: Date): Promise<readonly FleetFileFinding[]> {
  const document = new JudgedDocument('', '', {
    value,
    positionsOf: (paths) => paths.map(() => ({ line: 1, column: 1 })),
  });
  const files = { read: (_: string, path: string) => Promise.resolve({ fault: `No file is read: ${path}` }) };
  await judgeDocument(document, new FleetJudging(files, now));
  return findingsOf([document]);
}

function textOf(content: FileContent, faults: Faults): string | undefined {
  if ('fault' in content) {
    faults.add([], content.fault);
    return undefined;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content.bytes);
  } catch {
    faults.add([], 'It is not UTF-8 text.');
    return undefined;
  }
}

interface FoundFleet {
  readonly spec: FleetSpec;
  readonly document: JudgedDocument;
  readonly path: Path;
  readonly position: Position;
}

async function judgeDocument(
  document: JudgedDocument,
  judging: FleetJudging,
): Promise<readonly FoundFleet[]> {
  const faults = new Faults(MAX_FORMAT_FAULTS);
  const { value } = document;
  checkDocument(FLEET_FILE_FORMAT, value, faults);
  const found: FoundFleet[] = [];
  const fleets = fleetsOf(value);
  const positions = document.positionsOf(fleets.map((_, index) => ['fleets', index]));
  for (const [index, raw] of fleets.entries()) {
    const path = ['fleets', index];
    const spec = await judging.fleet(document, path, raw);
    const position = positions[index] ?? { line: 1, column: 1 };
    if (spec !== undefined) found.push({ spec, document, path, position });
  }
  // What was said in kinder words already is not said again by its format.
  const said = new Set(document.drafts.map(({ path }) => JSON.stringify(path)));
  for (const { path, message } of faults.shown)
    if (!said.has(JSON.stringify(path)))
      document.error(path, 'fleet-file-format', sentence(message, path), FORMAT_HINT);
  const more = faults.count - faults.shown.length;
  if (more > 0)
    document.error([], 'fleet-file-format', `There are ${counted(more, 'more fault')} besides.`, FORMAT_HINT);
  return found;
}

/** No error in the fleet, nor in what stands around it. */
function isSound({ document, path }: FoundFleet): boolean {
  return !document.hasErrorsAt(path) && !document.drafts.some((draft) => isAround(draft));
}

function isAround({ severity, path }: JudgedDocument['drafts'][number]): boolean {
  return severity === 'error' && typeof path[1] !== 'number';
}

function loaded({ spec, document, path, position }: FoundFleet): LoadedFleet {
  return {
    spec,
    file: document.file,
    position,
    positionsOf: (paths) => document.positionsOf(paths.map((inFleet) => [...path, ...inFleet])),
  };
}

function syntaxFindings(file: string, faults: Faults): readonly FleetFileFinding[] {
  return faults.shown.map(({ message, position }) => ({
    id: 'fleet-file-syntax',
    severity: 'error',
    subject: file,
    message: sentence(message, []),
    fix: FORMAT_HINT,
    file,
    ...(position ?? { line: 1, column: 1 }),
  }));
}

function fleetsOf(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null || !('fleets' in value)) return [];
  return Array.isArray(value.fleets) ? value.fleets : [];
}

/** A fault is said as what follows the name of what has it. */
function sentence(message: string, path: Path): string {
  const isWhole = /^[A-Z]/.test(message);
  const last = path.at(-1);
  const name = last === undefined ? 'The file' : typeof last === 'number' ? pathText(path) : printable(last);
  const whole = isWhole ? message : `${name} ${message}`;
  return /[.?!]$/.test(whole) ? whole : `${whole}.`;
}
