import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manPage } from '../../scripts/lib/man-page.js';
import { readManifest, type ManifestCommand } from '../../scripts/lib/manifest.js';
import { roffArgument, roffText } from '../../scripts/lib/roff.js';
import { useClient } from '../clients/support/clients.js';
import { run } from '../clients/support/process.js';
import { builtBinary } from '../support/binary.js';

const root = join(import.meta.dirname, '../..');

async function pageOf(commands: readonly ManifestCommand[]): Promise<string> {
  const [pjson, readme] = await Promise.all(
    ['package.json', 'README.md'].map((name) => readFile(join(root, name), 'utf8')),
  );
  return manPage({ commands, pjson: pjson ?? '', readme: readme ?? '' });
}

const HOSTILE: ManifestCommand = {
  name: 'fleet hostile',
  summary: ".SH Not a heading\n'br not a break",
  description: 'a\\fBbold\\fR \\n(.s -- "quoted" `ticks` ^ ~ é\n  indented\n.TH again',
  examples: ['worklink fleet hostile --query "[?a==\'b\']"', '.so /etc/passwd'],
  exampleDescriptions: ['.TP', ''],
  hidden: false,
  strict: true,
  aliases: [],
  args: [{ name: 'a.b', description: '.PP' }],
  flags: [
    { name: 'x', type: 'option', multiple: true, summary: "'quoted", default: '\\' },
    { name: 'y', type: 'boolean', allowNo: true },
  ],
};

describe('the man page', function () {
  this.timeout(240_000);

  it('given texts that roff would take for requests and escapes, then they are texts', () => {
    assert.equal(roffText(`.SH a\n'b\\n-c`), String.raw`\&.SH a` + '\n' + String.raw`\(aqb\en\-c`);
    assert.equal(roffText('é “x” \u{1f600}'), String.raw`\[u00E9] \[u201C]x\[u201D] \[u1F600]`);
    assert.equal(roffArgument('say "a"\nb'), String.raw`"say \(dqa\(dq b"`);
  });

  it('when made, then it explains every command with its flags, and each section of a man page is there', async () => {
    const { manifest } = await builtBinary();
    const commands = readManifest(manifest);
    const page = await pageOf(commands);
    const sections = [...page.matchAll(/^\.SH (.*)$/gm)].map(([, title]) => title);
    assert.deepEqual(sections, [
      ...['NAME', 'SYNOPSIS', 'DESCRIPTION', 'COMMANDS', 'GLOBAL FLAGS'],
      ...['EXIT STATUS', 'ENVIRONMENT', 'FILES'],
    ]);
    for (const { name, flags } of commands) {
      const entry = page.slice(page.indexOf(String.raw`\fBworklink ${roffText(name)}\fR`));
      assert.notEqual(entry.length, 1, name);
      for (const flag of flags)
        assert.ok(entry.includes(String.raw`\-\-`) && page.includes(roffText(flag.name)), flag.name);
    }
    assert.equal(page.match(/^\.B \d+$/gm)?.length, 11, 'exit codes');
    await assert.rejects(async () =>
      manPage({ commands, pjson: await readFile(join(root, 'package.json'), 'utf8'), readme: '' }),
    );
  });

  it('given a hidden command, then it is not there', async () => {
    assert.ok(!(await pageOf([{ ...HOSTILE, hidden: true }])).includes('hostile'));
  });

  describe('as mandoc reads it', () => {
    const man = useClient('man');

    it('then there is nothing to warn of, whatever commands say', async () => {
      const { manifest } = await builtBinary();
      for (const commands of [readManifest(manifest), [HOSTILE]]) {
        const folder = await mkdtemp(join(tmpdir(), 'worklink-man-'));
        try {
          const file = join(folder, 'worklink.1');
          await writeFile(file, await pageOf(commands));
          const { status, stdout } = await run(man().program, ['-T', 'lint', '-W', 'warning', file]);
          assert.deepEqual([status, stdout], [0, '']);
          const shown = await run(man().program, ['-T', 'utf8', '-O', 'width=500', file]);
          const text = shown.stdout.replaceAll(/.\u0008/gu, '');
          if (commands.length > 1) continue;
          for (const piece of [
            '.SH Not a heading',
            "'br not a break",
            '\\fBbold\\fR',
            '"[?a==\'b\']"',
            '.so /etc/passwd',
            'é',
            '.TH again',
          ])
            assert.ok(text.includes(piece), `${piece} in ${text}`);
        } finally {
          await rm(folder, { recursive: true, force: true });
        }
      }
    });
  });
});
