import assert from 'node:assert/strict';
import { appendFile, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { JournalFile } from '../../../src/cli/invites/journal.js';
import { TemplateStore } from '../../../src/cli/invites/template-store.js';
import { DEFAULT_TEMPLATE } from '../../../src/core/invites/default-template.js';
import { type WorklinkError } from '../../../src/core/errors.js';
import { withTemporaryFolder } from '../../support/account.js';

const SENDING = {
  state: 'sending',
  address: 'ana@example.com',
  messageId: '<1@example.com>',
  at: '2026-01-01T00:00:00.000Z',
} as const;
const SENT = {
  state: 'sent',
  address: 'ana@example.com',
  at: '2026-01-01T00:00:01.000Z',
  reply: '250 OK',
} as const;
/** No process has it: Linux numbers none so high, and others use fewer digits. */
const NOBODY = '4194305';

describe('the journal of a campaign', () => {
  it('says what was noted, in order, to its owner alone', () =>
    withTemporaryFolder(async (folder) => {
      const path = join(folder, 'deep', 'journal.jsonl');
      const journal = await JournalFile.open(path);
      await Promise.all([journal.note(SENDING), journal.note(SENT)]);
      await journal.close();
      assert.deepEqual(await JournalFile.read(path), [SENDING, SENT]);
      assert.equal((await stat(path)).mode & 0o777, 0o600);
      assert.deepEqual(await readdir(join(folder, 'deep')), ['journal.jsonl']);
    }));

  it('passes over a line that a crash left unfinished, and goes on after it', () =>
    withTemporaryFolder(async (folder) => {
      const path = join(folder, 'journal.jsonl');
      const before = await JournalFile.open(path);
      await before.note(SENDING);
      await before.close();
      await appendFile(path, '{"state":"se');
      const after = await JournalFile.open(path);
      assert.deepEqual(after.events, [SENDING]);
      await after.note(SENT);
      await after.close();
      assert.deepEqual(await JournalFile.read(path), [SENDING, SENT]);
    }));

  it('is of one run at a time', () =>
    withTemporaryFolder(async (folder) => {
      const path = join(folder, 'journal.jsonl');
      const journal = await JournalFile.open(path);
      await assert.rejects(JournalFile.open(path), { code: 'Busy' });
      await journal.close();
      await (await JournalFile.open(path)).close();
    }));

  it('is taken over from a run that was killed, by one of many', () =>
    withTemporaryFolder(async (folder) => {
      const path = join(folder, 'journal.jsonl');
      await writeFile(`${path}.lock`, NOBODY);
      const opened = await Promise.allSettled(Array.from({ length: 8 }, () => JournalFile.open(path)));
      const journals = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      assert.equal(journals.length, 1);
      await journals[0]?.close();
    }));

  for (const { what, text } of [
    { what: 'another format', text: '{"schema":2}\n' },
    { what: 'a line that is not JSON', text: '{"schema":1}\nhello\n' },
    { what: 'an unknown state', text: '{"schema":1}\n{"state":"lost","address":"a","at":"b"}\n' },
    { what: 'a line without an address', text: '{"schema":1}\n{"state":"sent","at":"b","reply":"c"}\n' },
  ]) {
    it(`is not guessed at: ${what}`, () =>
      withTemporaryFolder(async (folder) => {
        const path = join(folder, 'journal.jsonl');
        await writeFile(path, text);
        await assert.rejects(JournalFile.open(path), {
          code: 'InvalidInput',
          message: /Line \d of the journal/,
        });
        assert.equal(await readFile(path, 'utf8'), text);
        assert.deepEqual(await readdir(folder), ['journal.jsonl']);
      }));
  }
});

describe('the versions of a template', () => {
  const at = { savedAt: '2026-01-01T00:00:00.000Z' };
  const named = (subject: string) => ({ ...DEFAULT_TEMPLATE, subject });

  it('begin with the one that comes with the program', () =>
    withTemporaryFolder(async (folder) => {
      const store = new TemplateStore(join(folder, 'none'));
      assert.deepEqual(await store.numbers(), [0]);
      assert.equal((await store.latest()).template, DEFAULT_TEMPLATE);
    }));

  it('are kept for their owner alone, by number', () =>
    withTemporaryFolder(async (folder) => {
      const store = new TemplateStore(join(folder, 'fleet'));
      for (let number = 0; number < 11; number += 1)
        await store.save(named(`v${String(number + 1)}`), number, at);
      assert.equal((await store.latest()).template.subject, 'v11');
      assert.equal((await store.version(2)).template.subject, 'v2');
      assert.equal((await stat(join(folder, 'fleet', 'template-2.json'))).mode & 0o777, 0o600);
      assert.equal((await stat(join(folder, 'fleet'))).mode & 0o777, 0o700);
      await assert.rejects(store.version(12), { code: 'NotFound' });
    }));

  it('take one of several edits at once', () =>
    withTemporaryFolder(async (folder) => {
      const store = new TemplateStore(folder);
      const saved = await Promise.allSettled(
        ['a', 'b', 'c', 'd'].map((subject) => store.save(named(subject), 0, at)),
      );
      assert.equal(saved.filter(({ status }) => status === 'fulfilled').length, 1);
      for (const one of saved)
        if (one.status === 'rejected') assert.equal((one.reason as WorklinkError).code, 'WrongState');
      assert.deepEqual(await readdir(folder), ['template-1.json']);
    }));

  for (const { what, text, says } of [
    { what: 'a newer program', text: '{"schema":2,"version":1}', says: /newer worklink/ },
    { what: 'no JSON', text: 'x', says: /not JSON/ },
    { what: 'another version', text: '{"schema":1,"version":2}', says: /not the version/ },
    { what: 'no text', text: '{"schema":1,"version":1,"savedAt":"x","subject":"y"}', says: /no text 'text'/ },
  ]) {
    it(`are refused from ${what}`, () =>
      withTemporaryFolder(async (folder) => {
        await writeFile(join(folder, 'template-1.json'), text);
        await assert.rejects(new TemplateStore(folder).latest(), { code: 'InvalidInput', message: says });
      }));
  }
});
