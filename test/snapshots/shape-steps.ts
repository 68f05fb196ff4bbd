/** A command whose JSON is noted. */
export interface ShapeStep {
  /** Words of the command line; `{name}` stands for what an earlier step learnt. */
  readonly args: readonly string[];
  /** Files that it reads, in the home. */
  readonly files?: Readonly<Record<string, string>>;
  /** The exit code, where it is not 0. */
  readonly status?: number;
  /** Keeps values of the answer for later steps. */
  readonly learn?: (answer: unknown, known: Map<string, string>) => void;
  /** Only prepares: its answer has been noted before. */
  readonly silent?: boolean;
}

/** The member of an answer, as text. */
export function member(answer: unknown, name: string): string {
  if (typeof answer !== 'object' || answer === null) throw new TypeError(`no object to take ${name} from`);
  const value: unknown = Object.fromEntries(Object.entries(answer))[name];
  if (typeof value !== 'string') throw new TypeError(`${name} is not a text`);
  return value;
}

/** Every command with a JSON answer, in an order in which each finds what it needs. */
export const SHAPE_STEPS: readonly ShapeStep[] = [
  { args: ['fleet', 'list'] },
  { args: ['fleet', 'create', 'demo', '--display-name', 'Demo', '--tag', 'team=it'] },
  { args: ['fleet', 'create', 'other', '--dry-run'] },
  { args: ['fleet', 'list'] },
  { args: ['fleet', 'show', 'demo'] },
  { args: ['fleet', 'show', 'nothing'], status: 5 },
];
