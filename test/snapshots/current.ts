import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readManifest } from '../../scripts/lib/manifest.js';
import { builtBinary, Home } from '../support/binary.js';
import { commandSurface } from './command-surface.js';
import { jsonShape } from './json-shape.js';
import { certificateFiles, COMPANY_CODE, SETUP_ANSWERS, SHAPE_STEPS, signInFiles } from './shape-steps.js';

const root = join(import.meta.dirname, '../..');

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
    await home.file('okta-metadata.xml', await readFile(join(root, 'examples/okta-metadata.xml'), 'utf8'));
    for (const [name, text] of await certificateFiles(new Date())) await home.file(name, text);
    await home.file('setup.yaml', SETUP_ANSWERS);
    for (const [name, text] of await signInFiles()) await home.file(name, text);
    try {
      for (const { args, status: expected = 0 } of SHAPE_STEPS) {
        const words = args.includes(COMPANY_CODE) ? await withCompanyCode(home, args) : args;
        const { status, stdout, stderr } = await home.run([...words, '--json']);
        if (status !== expected)
          throw new Error(`worklink ${args.join(' ')} exited with ${status}: ${stdout}${stderr}`);
        const command = commands
          .filter((name) => args.join(' ').startsWith(name))
          .sort((a, b) => b.length - a.length)[0];
        if (command === undefined) throw new Error(`no command in: worklink ${args.join(' ')}`);
        met.add(command);
        sections.push(`worklink ${args.join(' ')}\n${jsonShape(JSON.parse(stdout))}`);
      }
    } finally {
      await home.run(['emulator', 'stop']);
    }
  });
  const missing = commands.filter((name) => !met.has(name) && !WITHOUT_JSON.has(name));
  if (missing.length > 0) throw new Error(`test/snapshots/shape-steps.ts runs no ${missing.join(', ')}`);
  return `${sections.join('\n\n')}\n`;
}

async function withCompanyCode(home: Home, args: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await home.run(['fleet', 'show', 'demo', '--query', 'companyCode', '-o', 'text']);
  return args.map((word) => (word === COMPANY_CODE ? stdout.trim() : word));
}

/** Commands that do not answer once and with JSON, or then serve until they are stopped. */
const WITHOUT_JSON: ReadonlySet<string> = new Set(['help', 'emulator idp start']);
