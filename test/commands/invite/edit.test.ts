import assert from 'node:assert/strict';
import { chmod, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Workplace } from '../../support/cli.js';

/** A workplace with a fleet. */
function given(body: (workplace: Workplace) => Promise<void>): Promise<void> {
  return Workplace.with(async (workplace) => {
    await workplace.succeed(['fleet', 'create', 'sales', '--display-name', 'Example Corp']);
    await body(workplace);
  });
}

/** An editor that runs a line of shell on its three files. */
async function editor(workplace: Workplace, line: string): Promise<Record<string, string>> {
  const path = join(workplace.folder, 'an editor');
  await writeFile(path, `#!/bin/sh\n${line}\n`);
  await chmod(path, 0o700);
  return { VISUAL: `'${path}'`, EDITOR: 'false' };
}

/** Where a message says that what was written is. */
function keptIn(stderr: string): string {
  return /What you wrote is in ([^\s\u001b]+)\./.exec(stderr)?.[1] ?? '';
}

describe('worklink invite edit', () => {
  it('keeps an edit as a version, and brings old ones back', () =>
    given(async (workplace) => {
      await workplace.succeed(['invite', 'edit', 'sales', '--subject', 'One']);
      await writeFile(join(workplace.folder, 'text.txt'), 'Code {{companyCode}} for {{user.desk}}\n');
      await workplace.succeed(['invite', 'edit', 'sales', '--text', '@text.txt', '--subject', 'Two']);
      assert.match(await workplace.succeed(['invite', 'show', 'sales']), /^Subject: Two\n\nCode \w+ for $/m);
      await workplace.succeed(['invite', 'edit', 'sales', '--revert', '1']);
      const history = await workplace.json(['invite', 'edit', 'sales', '--history']);
      assert.deepEqual(
        (history as { version: number; subject: string; revertOf?: number }[]).map((one) => [
          one.version,
          one.subject,
          one.revertOf,
        ]),
        [
          [3, 'One', 1],
          [2, 'Two', undefined],
          [1, 'One', undefined],
          [
            0,
            'Use Amazon WorkLink on your phone{{#displayName}} for {{displayName}}{{/displayName}}',
            undefined,
          ],
        ],
      );
      assert.match(
        await workplace.succeed(['invite', 'show', 'sales', '--template-version', '2']),
        /^Subject: Two$/m,
      );
    }));

  it('keeps nothing that is wrong, and says where it is', () =>
    given(async (workplace) => {
      const { code, stderr } = await workplace.run(['invite', 'edit', 'sales', '--text', 'Hello {{nmae}}']);
      assert.equal(code, 3);
      assert.match(stderr, /invite-placeholder-unknown: .*\(text, line 1\) Did you mean \{\{name\}\}\?/);
      assert.match(stderr, /invite-company-code-missing/);
      assert.equal(((await workplace.json(['invite', 'show', 'sales'])) as { version: number }).version, 0);
    }));

  it('changes nothing in a dry run', () =>
    given(async (workplace) => {
      assert.match(
        await workplace.succeed(['invite', 'edit', 'sales', '--subject', 'One', '--dry-run']),
        /Would have kept subject as version 1/,
      );
      assert.equal(((await workplace.json(['invite', 'show', 'sales'])) as { version: number }).version, 0);
    }));

  it('makes no version where nothing changed', () =>
    given(async (workplace) => {
      assert.match(
        await workplace.succeed(['invite', 'edit', 'sales', '--revert', '0']),
        /is as it was: version 0/,
      );
    }));

  it('opens the editor of the person at the terminal', () =>
    given(async (workplace) => {
      const env = await editor(
        workplace,
        'printf "%s" "$1" > where; echo "From the editor" > "$1"; echo "{{companyCode}} here" > "$2"; grep -q "<html" "$3"',
      );
      const { code, stdout, stderr } = await workplace.run(['invite', 'edit', 'sales'], {
        terminal: true,
        env,
      });
      assert.equal(code, 0, stderr);
      assert.match(stdout, /is version 1 now/);
      assert.match(
        await workplace.succeed(['invite', 'show', 'sales']),
        /^Subject: From the editor\n\n\w+ here$/m,
      );
      await assert.rejects(stat(await readFile(join(workplace.folder, 'where'), 'utf8')), { code: 'ENOENT' });
    }));

  it('keeps what was written in the editor and is refused', () =>
    given(async (workplace) => {
      const env = await editor(workplace, 'echo "no code" > "$2"');
      const { code, stderr } = await workplace.run(['invite', 'edit', 'sales'], { terminal: true, env });
      assert.equal(code, 3);
      const folder = keptIn(stderr);
      assert.equal(await readFile(join(folder, 'message.txt'), 'utf8'), 'no code\n');
      await rm(folder, { recursive: true });
    }));

  it('changes nothing where the editor fails', () =>
    given(async (workplace) => {
      const { code } = await workplace.run(['invite', 'edit', 'sales'], {
        terminal: true,
        env: await editor(workplace, 'exit 1'),
      });
      assert.equal(code, 4);
    }));

  it('notices that somebody else saved meanwhile, and keeps what was written', () =>
    given(async (workplace) => {
      await workplace.succeed(['invite', 'edit', 'sales', '--subject', 'One']);
      const env = await editor(
        workplace,
        `cd "${workplace.folder}"/data/invites/* && sed 's/"version": 1/"version": 2/' template-1.json > template-2.json; echo Mine > "$1"`,
      );
      const { code, stderr } = await workplace.run(['invite', 'edit', 'sales'], { terminal: true, env });
      assert.equal(code, 6, stderr);
      assert.match(stderr, /version 2 is there/);
      const folder = keptIn(stderr);
      assert.equal(await readFile(join(folder, 'subject.txt'), 'utf8'), 'Mine\n');
      await rm(folder, { recursive: true });
    }));

  it('says what to give where there is no terminal', () =>
    given(async (workplace) => {
      const { code, stderr } = await workplace.run(['invite', 'edit', 'sales']);
      assert.equal(code, 2);
      assert.match(stderr, /--subject, --text, --html, --link or --revert/);
    }));

  it('refuses a version there is not, and a fleet there is not', () =>
    given(async (workplace) => {
      assert.equal((await workplace.run(['invite', 'edit', 'sales', '--revert', '9'])).code, 5);
      assert.equal((await workplace.run(['invite', 'show', 'nothing'])).code, 5);
    }));
});
