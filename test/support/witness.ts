import { writeFileSync } from 'node:fs';

/** What one client was answered, operation by operation: `success`, or the exceptions' names. */
type Answers = Record<string, string[]>;

const FILE = process.env['WORKLINK_WITNESS'];
const calls: Record<string, Answers> = {};
const versions: Record<string, string> = {};

/**
 * Notes what a client was answered. Where $WORKLINK_WITNESS names a file, all notes are in it once the process ends:
 * `npm run prove` makes the fidelity page's evidence of them.
 */
export function witness(client: string, operation: string, answer: string): void {
  const answers = ((calls[client] ??= {})[operation] ??= []);
  if (!answers.includes(answer)) answers.push(answer);
}

/** Notes which version of a client was there. */
export function witnessVersion(client: string, version: string): void {
  versions[client] = version;
}

if (FILE !== undefined) {
  process.once('exit', () => {
    writeFileSync(FILE, JSON.stringify({ calls, versions }));
  });
}
