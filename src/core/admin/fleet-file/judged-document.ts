import { type Finding, type Severity } from '../../findings.js';
import { type Path, pathText } from '../../model/document/check.js';
import { type Position } from '../../model/document/position.js';
import { type ReadDocument } from '../../model/document/read-document.js';
import { type FleetFileFinding, placeText } from './files.js';

/** Where something stands, as long as nobody has looked which line that is. */
export interface Place {
  readonly document: JudgedDocument;
  readonly path: Path;
}

/** A finding whose line nobody has looked for yet. */
interface Draft {
  readonly id: string;
  readonly severity: Severity;
  readonly path: Path;
  readonly message: string;
  readonly fix: string;
  /** What it is about, where that is more than its path. */
  readonly within?: string;
  /** Where the same stands that may stand only once. */
  readonly first?: Place;
}

/** A document of a file, and what is found out about it. */
export class JudgedDocument {
  readonly drafts: Draft[] = [];

  constructor(
    readonly file: string,
    /** From where the files it names are found. */
    readonly folder: string,
    private readonly read: ReadDocument,
  ) {}

  get value(): unknown {
    return this.read.value;
  }

  positionsOf(paths: readonly Path[]): readonly Position[] {
    return this.read.positionsOf(paths);
  }

  error(path: Path, id: string, message: string, fix: string): void {
    this.drafts.push({ id, severity: 'error', path, message, fix });
  }

  /** That something stands there twice; `what` as a sentence begins. */
  repeated(path: Path, id: string, what: string, first: Place): void {
    this.drafts.push({ id, severity: 'error', path, message: what, fix: 'Leave one of them out.', first });
  }

  /** What was found out about a text that stands there or is named there. What calls for nothing is left out. */
  findings(path: Path, findings: readonly Finding[]): void {
    for (const { id, severity, subject, message, fix } of findings) {
      if (severity !== 'info') this.drafts.push({ id, severity, path, message, fix, within: subject });
    }
  }

  hasErrorsAt(prefix: Path): boolean {
    return this.drafts.some(
      ({ severity, path }) => severity === 'error' && prefix.every((step, index) => path[index] === step),
    );
  }
}

/** The findings of documents, with their lines, which are looked for once in each. */
export function findingsOf(documents: readonly JudgedDocument[]): readonly FleetFileFinding[] {
  const wanted = new Map(documents.map((document) => [document, document.drafts.map(({ path }) => path)]));
  for (const { first } of documents.flatMap(({ drafts }) => drafts))
    if (first !== undefined) wanted.get(first.document)?.push(first.path);
  const positions = new Map([...wanted].map(([document, paths]) => [document, document.positionsOf(paths)]));
  const taken = new Map(documents.map((document) => [document, document.drafts.length]));
  const nextPlace = ({ document }: Place): string => {
    const index = taken.get(document) ?? 0;
    taken.set(document, index + 1);
    const position = positions.get(document)?.[index];
    return position === undefined ? document.file : placeText(document.file, position);
  };
  return documents.flatMap((document) =>
    document.drafts.map(({ id, severity, path, message, fix, within, first }, index) => ({
      id,
      severity,
      subject: [pathText(path), within].filter((text) => text !== undefined && text !== '').join(': '),
      message: first === undefined ? message : `${message} a second time: first at ${nextPlace(first)}.`,
      fix,
      file: document.file,
      ...(positions.get(document)?.[index] ?? { line: 1, column: 1 }),
    })),
  );
}

/** In the order in which a person reads them: by file as they were given, then by line and column. */
export function inOrder(
  findings: readonly FleetFileFinding[],
  files: readonly string[],
): readonly FleetFileFinding[] {
  const order = new Map(files.map((file, index) => [file, index]));
  const rank = ({ file }: FleetFileFinding): number => order.get(file) ?? 0;
  return findings.toSorted((a, b) => rank(a) - rank(b) || a.line - b.line || a.column - b.column);
}
