import { readManifest } from '../../scripts/lib/manifest.js';
import { builtBinary, Home } from '../support/binary.js';
import { commandSurface } from './command-surface.js';
import { jsonShape } from './json-shape.js';
import { SHAPE_STEPS } from './shape-steps.js';

/** The committed snapshots as they would be written now, by file name. */
export async function currentSnapshots(): Promise<Map<string, string>> {
  const { manifest } = await builtBinary();
  const commands = readManifest(manifest);
  return new Map([
    ['commands.txt', commandSurface(commands)],
    ['json-shapes.txt', await jsonShapes(commands.filter(({ hidden }) => !hidden).map(({ name }) => name))],
  ]);
}

/** Runs every command that answers with JSON in one home, and notes the forms of what they answer. */
async function jsonShapes(commands: readonly string[]): Promise<string> {
  const sections: string[] = [];
  const met = new Set<string>();
  await Home.with(async (home) => {
    const known = new Map<string, string>();
    for (const step of SHAPE_STEPS) {
      const args = step.args.map((arg) => arg.replace(/\{(\w+)\}/g, (_match, name: string) => known.get(name) ?? ''));
      for (const [name, text] of Object.entries(step.files ?? {})) await home.file(name, text);
      const { status, stdout, stderr } = await home.run([...args, '--json']);
      if (status !== (step.status ?? 0)) {
        throw new Error(`worklink ${args.join(' ')} exited with ${status}: ${stdout}${stderr}`);
      }
      const answer: unknown = JSON.parse(stdout);
      step.learn?.(answer, known);
      const command = commands.filter((name) => step.args.join(' ').startsWith(name)).sort((a, b) => b.length - a.length)[0];
      if (command === undefined) throw new Error(`no command in: worklink ${step.args.join(' ')}`);
      met.add(command);
      if (step.silent !== true) sections.push(`worklink ${step.args.join(' ')}\n${jsonShape(answer)}`);
    }
  });
  const missing = commands.filter((name) => !met.has(name) && !WITHOUT_JSON.has(name));
  if (missing.length > 0) throw new Error(`test/snapshots/shape-steps.ts runs no ${missing.join(', ')}`);
  return `${sections.join('\n\n')}\n`;
}

/** Commands that do not answer once and with JSON. */
const WITHOUT_JSON: ReadonlySet<string> = new Set(['help']);
