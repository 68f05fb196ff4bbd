import assert from 'node:assert/strict';
import { Home } from '../support/binary.js';

/** The exit code and the error's code of a refused command, in text and under --json. */
const REFUSALS: readonly {
  readonly what: string;
  readonly args: readonly string[];
  readonly exit: number;
  readonly code: string;
}[] = [
  { what: 'an unknown command', args: ['flete', 'list'], exit: 127, code: 'UnknownCommand' },
  { what: 'an unknown verb', args: ['fleet', 'lst'], exit: 127, code: 'UnknownCommand' },
  { what: 'an unknown flag', args: ['fleet', 'list', '--nonsense'], exit: 2, code: 'Usage' },
  { what: 'an argument too many', args: ['fleet', 'list', 'demo'], exit: 2, code: 'Usage' },
  { what: 'a missing argument', args: ['fleet', 'create'], exit: 2, code: 'Usage' },
  {
    what: 'a value outside its options',
    args: ['fleet', 'list', '--backend', 'moon'],
    exit: 2,
    code: 'Usage',
  },
  { what: 'a name the service refuses', args: ['fleet', 'create', 'Capital'], exit: 3, code: 'InvalidInput' },
  { what: 'a fleet that is not there', args: ['fleet', 'show', 'nothing'], exit: 5, code: 'NotFound' },
  {
    what: 'a service that was retired',
    args: ['fleet', 'list', '--backend', 'aws'],
    exit: 7,
    code: 'RetiredService',
  },
];

const ESCAPE = '\u001b';

describe('the built program', function () {
  this.timeout(60_000);

  for (const { what, args, exit, code } of REFUSALS) {
    it(`exits ${exit} on ${what}, and says so calmly on stderr`, async () => {
      await Home.with(async (home) => {
        const { status, stdout, stderr } = await home.run(args);
        assert.equal(status, exit, stderr);
        assert.equal(stdout, '');
        const lines = stderr.trimEnd().split('\n');
        assert.ok(lines.length >= 1 && lines.length <= 2, stderr);
        assert.doesNotMatch(stderr, /\n\s+at |node_modules|undefined|\[object/);
      });
    });

    it(`exits ${exit} on ${what} under --json, with one JSON document on stdout`, async () => {
      await Home.with(async (home) => {
        const { status, stdout, stderr } = await home.run([...args, '--json']);
        assert.equal(status, exit, stderr);
        assert.equal(stderr, '');
        const answer: unknown = JSON.parse(stdout);
        assert.ok(typeof answer === 'object' && answer !== null && 'error' in answer);
        assert.deepEqual(Object.keys(answer), ['error']);
        const { error } = answer;
        assert.ok(typeof error === 'object' && error !== null && 'code' in error && 'message' in error);
        assert.equal(error.code, code);
        assert.equal(typeof error.message, 'string');
        assert.ok(Object.keys(error).every((key) => ['code', 'message', 'hint', 'details'].includes(key)));
        assert.ok(!stdout.includes(home.folder), 'the answer shows nothing of the machine');
      });
    });
  }

  it('suggests what an unknown command may have meant, and does not run it', async () => {
    await Home.with(async (home) => {
      const { stderr } = await home.run(['fleet', 'creat', 'demo']);
      assert.match(stderr, /fleet create/);
      assert.deepEqual(await home.json(['fleet', 'list']), []);
    });
  });

  it('answers an empty list with an empty array', async () => {
    await Home.with(async (home) => {
      const { status, stdout } = await home.run(['fleet', 'list', '--json']);
      assert.equal(status, 0);
      assert.deepEqual(JSON.parse(stdout), []);
    });
  });

  it('keeps what one process wrote for the next', async () => {
    await Home.with(async (home) => {
      await home.json(['fleet', 'create', 'demo', '--display-name', 'Demo']);
      const fleet = await home.json(['fleet', 'show', 'demo']);
      assert.ok(typeof fleet === 'object' && fleet !== null && 'displayName' in fleet);
      assert.equal(fleet.displayName, 'Demo');
    });
  });

  it('writes no colour, spinner or cursor movement into a pipe, not even while it waits', async () => {
    await Home.with(async (home) => {
      const created = await home.run(['fleet', 'create', 'demo', '--wait', '--interval', '1s']);
      const listed = await home.run(['fleet', 'list'], {
        env: { TERM: 'xterm-256color', COLORTERM: 'truecolor' },
      });
      assert.equal(created.status, 0, created.stderr);
      for (const text of [created.stdout, created.stderr, listed.stdout, listed.stderr]) {
        assert.ok(!text.includes(ESCAPE) && !text.includes('\r'), JSON.stringify(text));
      }
      assert.ok(
        listed.stdout.split('\n').every((line) => !line.endsWith(' ')),
        listed.stdout,
      );
    });
  });

  it('ends quietly where its reader has gone', async () => {
    await Home.with(async (home) => {
      for (const name of ['alpha', 'beta', 'gamma']) await home.json(['fleet', 'create', name]);
      for (const line of [
        'worklink fleet list | head -n 1',
        'worklink fleet list --json | true',
        'worklink help fleet create | head -c 1',
      ]) {
        const { stderr } = await home.shell(line);
        assert.equal(stderr, '', line);
      }
    });
  });

  it('never waits for an answer that nobody can give', async () => {
    await Home.with(async (home) => {
      await home.json(['fleet', 'create', 'demo']);
      const { status, stderr } = await home.run(['fleet', 'delete', 'demo']);
      assert.equal(status, 4, stderr);
      assert.match(stderr, /--confirm/);
      assert.ok(Array.isArray(await home.json(['fleet', 'list'])));
    });
  });

  it('keeps its state to its owner', async () => {
    await Home.with(async (home) => {
      await home.json(['fleet', 'create', 'demo']);
      const { stdout } = await home.shell('find . -name "*.db*" -printf "%m %p\\n"');
      const modes = stdout.trim().split('\n');
      assert.ok(modes.length > 0 && modes.every((line) => line.startsWith('600 ')), stdout);
      const folder = await home.shell('find . -name "*.db" -printf "%h\\n" | xargs stat -c %a');
      assert.equal(folder.stdout.trim(), '700');
    });
  });
});
