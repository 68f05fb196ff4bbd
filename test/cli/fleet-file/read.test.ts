import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { readFleetFiles, type ReadFleets } from '../../../src/cli/fleet-file/read.js';
import { type Host } from '../../../src/cli/host.js';
import { stopped, Workplace } from '../../support/cli.js';
import { file } from '../../support/files.js';

const SOUND = 'version: 1\nfleets:\n  - name: sales\n';
const METADATA = 'version: 1\nfleets:\n  - name: sales\n    invitation:\n      subject: S\n';

function hostOf(workplace: Workplace, options: Parameters<Workplace['terminal']>[1] = {}): Host {
  return { ...workplace.terminal([], options).host };
}

function said({ findings }: ReadFleets): readonly string[] {
  return findings.map(({ line, column, message }) => `${String(line)}:${String(column)} ${message}`);
}

/** A fleet whose invitation is in other files. */
function inviting(text: string, html = 'invite.html'): string {
  return `${METADATA}      textFile: ${JSON.stringify(text)}\n      htmlFile: ${JSON.stringify(html)}\n`;
}

describe('reading files of fleets', () => {
  it('finds the files they name from where they stand, through links too, and reads each once', () =>
    Workplace.with(async (workplace) => {
      await file(workplace, 'fleets/fleet.yaml', inviting('../texts/invite.txt', 'linked.txt'));
      const text = await file(workplace, 'texts/invite.txt', '{{companyCode}}\n');
      await symlink(text, join(workplace.folder, 'fleets/linked.txt'));
      const { specs, findings, files } = await readFleetFiles(['fleets/fleet.yaml'], hostOf(workplace));
      assert.deepEqual(findings, []);
      assert.deepEqual(specs[0]?.spec.invitation, {
        subject: 'S',
        text: '{{companyCode}}\n',
        html: '{{companyCode}}\n',
      });
      assert.deepEqual(files, ['fleets/fleet.yaml']);
    }));

  it('finds those of standard input from the working directory', () =>
    Workplace.with(async (workplace) => {
      await file(workplace, 'here/t', '{{companyCode}}');
      const host = workplace.host(
        { stdin: inviting('t', 't'), cwd: 'here' },
        hostOf(workplace).stdout,
        hostOf(workplace).stderr,
      );
      const { specs, files } = await readFleetFiles(['-'], host);
      assert.deepEqual([specs.length, files], [1, ['<stdin>']]);
    }));

  for (const [what, path, make, message] of [
    ['a missing file', 'none', () => undefined, /^6:7 The file 'none' does not exist\.$/],
    ['a path through a file', 'fleet.yaml/x', () => undefined, /does not exist/],
    ['a folder', 'folder', (at: string) => mkdir(join(at, 'folder')), /is a folder/],
    [
      'a pipe, without waiting for it',
      'pipe',
      (at: string) => execFileSync('mkfifo', [join(at, 'pipe')]),
      /is no regular file/,
    ],
    ['a device', '/dev/zero', () => undefined, /is no regular file/],
    ['a link to itself', 'loop', (at: string) => symlink('loop', join(at, 'loop')), /is a link to itself/],
    [
      'a file that is too large',
      'large',
      (at: string) => file({ folder: at }, 'large', Buffer.alloc(1_048_577)),
      /is larger than 1048576 bytes/,
    ],
    ['a name that no file has', 'a\0b', () => undefined, /There is no file/],
  ] as const) {
    it(`says where ${what} is named`, () =>
      Workplace.with(async (workplace) => {
        await file(workplace, 'fleet.yaml', inviting(path));
        await file(workplace, 'invite.html', '{{companyCode}}');
        await make(workplace.folder);
        const read = await readFleetFiles(['fleet.yaml'], hostOf(workplace));
        assert.deepEqual(read.specs, []);
        assert.match(said(read).join('\n'), message);
        assert.match(said(read)[0] ?? '', /^6:7 /);
      }));
  }

  for (const [what, path, message] of [
    ['a device', '/dev/zero', /is no regular file/],
    ['no UTF-8', 'latin1.yaml', /^1:1 It is not UTF-8 text/],
    ['more YAML than is read', 'long.yaml', /8388608 are read/],
    ['more bytes than are read', 'huge.yaml', /is larger than 33554432 bytes/],
  ] as const) {
    it(`says which file is ${what}`, () =>
      Workplace.with(async (workplace) => {
        await file(workplace, 'latin1.yaml', Buffer.from([0x61, 0xe4]));
        await file(workplace, 'sound.yaml', SOUND);
        if (path === 'long.yaml') await file(workplace, path, `#${' '.repeat(8_388_608)}`);
        if (path === 'huge.yaml') await file(workplace, path, Buffer.alloc(33_554_433));
        const read = await readFleetFiles([path, 'sound.yaml'], hostOf(workplace));
        assert.match(said(read)[0] ?? '', message);
        assert.equal(read.findings[0]?.file, path);
        assert.equal(read.specs.length, 1);
      })).timeout(20_000);
  }

  it('says that standard input is too long', () =>
    Workplace.with(async (workplace) => {
      const { stdout, stderr } = hostOf(workplace);
      const host = workplace.host({ stdin: 'x'.repeat(33_554_433) }, stdout, stderr);
      assert.match(said(await readFleetFiles(['-'], host))[0] ?? '', /is larger than/);
    })).timeout(20_000);

  it('refuses more files than anybody has, and stops when it is asked to', () =>
    Workplace.with(async (workplace) => {
      for (let index = 0; index < 1_001; index += 1)
        await file(workplace, `many/${String(index)}.yml`, 'version: 1\nfleets: []\n');
      await assert.rejects(readFleetFiles(['many'], hostOf(workplace)), { code: 'Usage' });
      await file(workplace, 'one.yaml', SOUND);
      await assert.rejects(readFleetFiles(['one.yaml'], hostOf(workplace, { signal: stopped() })), {
        code: 'Interrupted',
      });
    })).timeout(20_000);
});
