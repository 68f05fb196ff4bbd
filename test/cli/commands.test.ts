import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { loadConfig } from '../../src/cli/main.js';
import { Workplace } from '../support/cli.js';

const ROOT = resolve(import.meta.dirname, '../..');
/** Topics whose examples need nothing but a fleet. */
const RUNNABLE = ['fleet', 'tag', 'help'];

type Example = string | { readonly command: string; readonly description: string };

function commandLine(example: Example): string {
  return typeof example === 'string' ? example : example.command;
}

/** The words of a command line as a shell splits them, as far as examples go: spaces and both quotes. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'),
  );
}

describe('every command', () => {
  it('has a summary of one sentence, a description, and two examples of itself', async () => {
    const { commands } = await loadConfig({ root: ROOT, fromSource: true });
    assert.ok(commands.length > 8);
    for (const { id, summary = '', description = '', examples = [] } of commands) {
      assert.match(summary, /^[A-Z][^\n]*\.$/, id);
      assert.notEqual(description, '', id);
      const own = examples.filter((example) =>
        commandLine(example).includes(`worklink ${id.replaceAll(':', ' ')}`),
      );
      assert.ok(own.length >= 2, `${id} has ${String(own.length)} examples of itself`);
    }
  });

  it('describes each of its flags and arguments', async () => {
    const { commands } = await loadConfig({ root: ROOT, fromSource: true });
    for (const { id, flags, args } of commands) {
      for (const flag of Object.values(flags))
        assert.ok((flag.summary ?? flag.description ?? '') !== '', `${id} --${flag.name}`);
      for (const arg of Object.values(args)) assert.ok((arg.description ?? '') !== '', `${id} ${arg.name}`);
    }
  });

  it('has examples that do what they say', async () => {
    const { commands } = await loadConfig({ root: ROOT, fromSource: true });
    const runnable = commands.filter(({ id }) => RUNNABLE.includes(id.split(':')[0] ?? ''));
    const lines = runnable.flatMap(({ id, examples = [] }) =>
      examples.map((example) => [id, commandLine(example)] as const),
    );
    assert.ok(lines.length >= 18);
    for (const [id, line] of lines) {
      await Workplace.with(async (place) => {
        const tags = ['stage=trial', 'owner=ops', 'cost-center=1'].flatMap((tag) => ['--tag', tag]);
        if (id !== 'fleet:create') await place.succeed(['fleet', 'create', 'sales', '--wait', ...tags]);
        const [program, ...argv] = wordsOf(line);
        assert.equal(program, 'worklink');
        const { code, stderr } = await place.run(argv, { terminal: true, answers: ['sales\r'] });
        assert.equal(code, 0, `${line}: ${stderr}`);
      });
    }
  });
});
