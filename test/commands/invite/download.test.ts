import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Workplace } from '../../support/cli.js';

function given(body: (workplace: Workplace) => Promise<void>): Promise<void> {
  return Workplace.with(async (workplace) => {
    await workplace.succeed(['fleet', 'create', 'sales', '--display-name', 'Bücher & Co']);
    await body(workplace);
  });
}

const codeOf = async (workplace: Workplace): Promise<string> =>
  (await workplace.succeed(['fleet', 'show', 'sales', '--query', 'companyCode', '-o', 'text'])).trim();

describe('worklink invite download', () => {
  it('writes a message with text and HTML as alternatives', () =>
    given(async (workplace) => {
      await workplace.succeed([
        ...[
          'invite',
          'download',
          'sales',
          '--output-file',
          'a.eml',
          '--sender',
          'Jürgen, IT <it@bücher.example>',
        ],
        ...['--to', 'Zoë <zoe@bücher.example>'],
      ]);
      const message = await readFile(join(workplace.folder, 'a.eml'), 'latin1');
      const [headers = '', ...parts] = message.split('\r\n\r\n');
      assert.doesNotMatch(message, /[^\x00-\x7f]|[^\r]\n/);
      assert.match(headers, /^From: =\?UTF-8\?[QB]\?.*\?= <it@xn--bcher-kva\.example>$/m);
      assert.match(headers, /^To: =\?UTF-8\?[QB]\?.*\?= <zoe@xn--bcher-kva\.example>$/m);
      assert.match(headers, /^Subject: .*=\?UTF-8\?/m);
      assert.match(headers, /^X-Unsent: 1$/m);
      assert.match(headers, /^MIME-Version: 1\.0$/m);
      assert.match(headers, /^Message-ID: <[^@>]+@xn--bcher-kva\.example>$/im);
      const boundary = /boundary="([^"]+)"/.exec(headers)?.[1] ?? '';
      assert.match(headers, /multipart\/alternative/);
      const kinds = parts
        .join('\r\n\r\n')
        .split(`--${boundary}`)
        .map((part) => /Content-Type: ([\w/]+)/i.exec(part)?.[1]);
      assert.deepEqual(kinds.filter(Boolean), ['text/plain', 'text/html']);
      assert.ok(message.includes(await codeOf(workplace)));
    }));

  it('names no machine in a message without a sender', () =>
    given(async (workplace) => {
      assert.match(
        await workplace.succeed(['invite', 'download', 'sales']),
        /^Message-ID: <[^@>]+@localhost>\r?$/im,
      );
    }));

  it('writes the text and the HTML alone', () =>
    given(async (workplace) => {
      const code = await codeOf(workplace);
      const text = await workplace.succeed([
        'invite',
        'download',
        'sales',
        '--format',
        'text',
        '--to',
        'Ana <ana@example.com>',
      ]);
      assert.match(text, /^Subject: Use Amazon WorkLink on your phone for Bücher & Co\n\n/);
      assert.match(text, /Hello Ana,/);
      const html = await workplace.succeed(['invite', 'download', 'sales', '--format', 'html']);
      assert.match(html, /^<!DOCTYPE html>/);
      assert.ok(html.includes(code) && html.includes('Bücher &amp; Co'));
    }));

  it('overwrites nothing unasked', () =>
    given(async (workplace) => {
      await writeFile(join(workplace.folder, 'a.eml'), 'mine');
      assert.equal((await workplace.run(['invite', 'download', 'sales', '--output-file', 'a.eml'])).code, 6);
      assert.equal(await readFile(join(workplace.folder, 'a.eml'), 'utf8'), 'mine');
      await workplace.succeed(['invite', 'download', 'sales', '--output-file', 'a.eml', '--force']);
    }));

  it('writes a file for each user of a list, and passes over those that are there', () =>
    given(async (workplace) => {
      await workplace.succeed([
        'invite',
        'edit',
        'sales',
        '--text',
        '{{companyCode}} {{name}} {{user.desk}}',
      ]);
      await writeFile(
        join(workplace.folder, 'list.csv'),
        'email,name,desk\nana@example.com,Ana,4\nx/y@example.com,X,5\n',
      );
      const argv = [
        'invite',
        'download',
        'sales',
        '--format',
        'text',
        '--from',
        'list.csv',
        '--directory',
        'out',
      ];
      const rows = await workplace.json(argv);
      assert.deepEqual(
        (rows as { result: string }[]).map(({ result }) => result),
        ['written', 'written'],
      );
      const files = (rows as { file: string }[]).map(({ file }) => file);
      assert.deepEqual(
        (await readdir(join(workplace.folder, 'out'))).sort(),
        files.map((file) => basename(file)).sort(),
      );
      assert.match(await readFile(files[0] ?? '', 'utf8'), /\w+ Ana 4$/);
      const again = await workplace.json(argv);
      assert.deepEqual(
        (again as { result: string }[]).map(({ result }) => result),
        ['exists', 'exists'],
      );
    }));

  it('names the column that a list lacks', () =>
    given(async (workplace) => {
      await workplace.succeed(['invite', 'edit', 'sales', '--text', '{{companyCode}}\n{{user.desk}}']);
      await writeFile(join(workplace.folder, 'list.csv'), 'email\nana@example.com\n');
      const { code, stderr } = await workplace.run([
        'invite',
        'download',
        'sales',
        '--from',
        'list.csv',
        '--directory',
        'out',
      ]);
      assert.equal(code, 3);
      assert.match(stderr, /\{\{user\.desk\}\} \(text, line 2\)/);
    }));

  it('refuses an address that is none', () =>
    given(async (workplace) => {
      assert.equal((await workplace.run(['invite', 'download', 'sales', '--to', 'ana'])).code, 2);
      assert.equal((await workplace.run(['invite', 'download', 'sales', '--from', 'list.csv'])).code, 2);
    }));
});
