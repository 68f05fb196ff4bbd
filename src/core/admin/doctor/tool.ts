import { type Finding } from '../../findings.js';
import { type StateFileFacts } from '../../ports/state-file.js';
import { counted } from '../../text.js';
import { finding, type Ground } from '../setup/look.js';

/** The program itself, and what it runs on. */
export interface ToolFacts {
  readonly version: string;
  /** `20.19.0` */
  readonly node: string;
  /** The oldest Node it runs on. */
  readonly oldestNode: string;
}

const OTHERS_BITS = 0o077;
const OTHERS_WRITE_BITS = 0o022;
const MEBIBYTE = 1_048_576;
/** Below it, a command soon cannot keep what it did. */
const LITTLE_SPACE = 100 * MEBIBYTE;
const NO_SPACE = 10 * MEBIBYTE;
/** Signature Version 4: a request whose time is further off is refused. */
const REFUSED_OFFSET_MS = 5 * 60_000;
const WORTH_A_WORD_MS = 60_000;

export function judgeNode({ node, oldestNode }: ToolFacts): readonly Finding[] {
  if (compareVersions(node, oldestNode) >= 0) return [];
  const message = `Node ${node} is older than ${oldestNode}, the oldest that worklink runs on.`;
  return [finding('error', 'node-too-old', ['node', message, `Install Node ${oldestNode} or a later one.`])];
}

function compareVersions(one: string, other: string): number {
  const [a, b] = [numbers(one), numbers(other)];
  for (const [index, value] of b.entries()) {
    const difference = (a[index] ?? 0) - value;
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbers(version: string): readonly number[] {
  return version.split('.', 3).map((part) => Number.parseInt(part, 10) || 0);
}

export function judgeStateFile({
  file,
  faults,
  mode = 0,
  folderMode = 0,
  freeBytes,
}: StateFileFacts): readonly Finding[] {
  const damaged = faults.map((fault) =>
    finding('error', 'state-file-damaged', [
      file,
      `The state file is damaged: ${fault}.`,
      'Save what can be read (worklink emulator export), and go on with another file: --state.',
    ]),
  );
  return [
    ...damaged,
    ...((mode & OTHERS_BITS) === 0
      ? []
      : [
          finding('error', 'state-file-open-to-others', [
            file,
            `Others on this machine may read or write the state file (mode ${octal(mode)}), which holds access keys.`,
            'Keep it to yourself: chmod 600.',
          ]),
        ]),
    ...((folderMode & OTHERS_WRITE_BITS) === 0
      ? []
      : [
          finding('warning', 'state-folder-open-to-others', [
            file,
            `Others on this machine may replace files in the state file’s folder (mode ${octal(folderMode)}).`,
            'Keep the folder to yourself: chmod 700.',
          ]),
        ]),
    ...judgeSpace(file, freeBytes),
  ];
}

function judgeSpace(file: string, freeBytes: number): readonly Finding[] {
  if (freeBytes >= LITTLE_SPACE) return [];
  const message = `${String(Math.floor(freeBytes / MEBIBYTE))} MiB are free where the state file is.`;
  const severity = freeBytes < NO_SPACE ? 'error' : 'warning';
  return [
    finding(severity, 'disk-nearly-full', [file, message, 'Make room, or keep it elsewhere: --state.']),
  ];
}

function octal(mode: number): string {
  return mode.toString(8).padStart(3, '0');
}

/** What somebody has made of the emulator that would surprise whoever does not know. */
export function judgeEmulator({ backend }: Ground): readonly Finding[] {
  const { emulator } = backend;
  if (emulator === undefined) return [];
  const faults = emulator.listFaults();
  const { now, offsetMs } = emulator.clock();
  return [
    ...(faults.length === 0
      ? []
      : [
          finding('warning', 'emulator-faults', [
            emulator.file,
            `${counted(faults.length, 'fault')} that somebody asked for may fail calls or delay them.`,
            'See them (worklink emulator fault list), and clear them: worklink emulator fault clear',
          ]),
        ]),
    ...(offsetMs === 0
      ? []
      : [
          finding('info', 'emulator-clock-offset', [
            emulator.file,
            `The emulator’s time is ${now.toISOString()}, not the machine’s.`,
            'Where that is not wanted: worklink emulator clock reset',
          ]),
        ]),
  ];
}

/** Who the caller is, and how far this machine's clock is from the server's. */
export async function judgeCaller({ backend, clock }: Ground): Promise<readonly Finding[]> {
  const { identity } = backend;
  if (identity === undefined) return [];
  const { arn, answeredAt } = await identity.whoAmI();
  const root = arn.endsWith(':root')
    ? [
        finding('warning', 'credentials-root-user', [
          arn,
          'The credentials are the account’s root user’s.',
          'Lock them away, and use those of an administrator: see Create an IAM User in the Administration Guide.',
        ]),
      ]
    : [];
  if (answeredAt === undefined) return root;
  const offset = clock.now().getTime() - answeredAt.getTime();
  const size = Math.abs(offset);
  if (size < WORTH_A_WORD_MS) return root;
  const message = `This machine’s clock is ${String(Math.round(size / 1000))} seconds ${offset > 0 ? 'ahead of' : 'behind'} AWS’s.`;
  const severity = size < REFUSED_OFFSET_MS ? 'warning' : 'error';
  return [
    ...root,
    finding(severity, 'clock-off', ['clock', message, 'Set it, or have it set by a time server.']),
  ];
}
