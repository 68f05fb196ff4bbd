import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import { interrupted } from '../../../src/cli/host.js';
import { type Run, type RunOptions, Workplace } from '../../support/cli.js';

const ALTERNATE = '\u001b[?1049h';
const BACK = '\u001b[?1049l';

/** Watches, with something done before each further look, then Ctrl-C. */
async function watching(
  place: Workplace,
  argv: readonly string[],
  steps: readonly ((stop: () => void) => unknown)[],
  options: RunOptions = {},
): Promise<Run> {
  const controller = new AbortController();
  const left = [...steps];
  const { clock } = place;
  clock.meanwhile = async () => {
    const step = left.shift();
    // A command of the step's own may sleep, too.
    const { meanwhile } = clock;
    clock.meanwhile = () => undefined;
    const stop = (): void => {
      controller.abort(interrupted());
    };
    await (step ?? stop)(stop);
    clock.meanwhile = meanwhile;
  };
  try {
    return await place.run(argv, { ...options, signal: controller.signal });
  } finally {
    clock.meanwhile = () => undefined;
  }
}

interface Event {
  readonly type: string;
  readonly time: string;
  readonly object: { readonly fleetName: string; readonly fleetStatus: string };
}

function eventsIn(stdout: string): readonly (readonly [string, string, string])[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Event)
    .map(({ type, object }) => [type, object.fleetName, object.fleetStatus]);
}

describe('a list with --watch', () => {
  it('given --json, then writes a document on a line for each row, then for each change, and Ctrl-C ends it with 130', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'a', '--wait']);
      const run = await watching(
        place,
        ['fleet', 'list', '--watch', '--interval', '5s', '--json'],
        [
          () => place.succeed(['fleet', 'create', 'b']),
          () => undefined,
          () => place.succeed(['fleet', 'delete', 'a', '--confirm', 'a', '--wait']),
        ],
      );
      assert.deepEqual([run.code, run.stderr], [130, '']);
      const events = eventsIn(run.stdout);
      assert.deepEqual(events.slice(0, 2), [
        ['ADDED', 'a', 'ACTIVE'],
        ['ADDED', 'b', 'CREATING'],
      ]);
      assert.deepEqual(
        events.filter(([type]) => type === 'DELETED').map(([, name]) => name),
        ['a'],
      );
      assert.ok(place.clock.slept.includes(5000));
    }));

  it('given nothing that changes, then writes each row once, in each form', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'a', '--wait']);
      const idle = [() => undefined, () => undefined];
      for (const form of ['json', 'yaml', 'csv', 'text', 'table']) {
        const { code, stdout } = await watching(place, ['fleet', 'list', '--watch', '-o', form], idle);
        assert.equal(code, 130);
        assert.equal(stdout.split('ADDED').length, 2, `${form}: ${stdout}`);
        assert.doesNotMatch(stdout, /MODIFIED|DELETED|\u001b/);
      }
      assert.equal((await watching(place, ['fleet', 'list', '--watch', '-o', 'off'], idle)).stdout, '');
    }));

  it('given CSV with chosen columns, then each record has the event and its time before them, under one header', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'a', '--wait']);
      const { stdout } = await watching(
        place,
        ['fleet', 'list', '--watch', '-o', 'csv', '--columns', 'fleetName,displayName'],
        [() => place.succeed(['fleet', 'update', 'a', '--display-name', 'A'])],
      );
      const at = place.clock.now().getTime();
      const [header, first, second, ...others] = stdout.split('\n');
      assert.equal(header, 'type,time,fleetName,displayName');
      assert.equal(first, `ADDED,${new Date(at - 4000).toISOString()},a,`);
      assert.equal(second, `MODIFIED,${new Date(at - 2000).toISOString()},a,A`);
      assert.deepEqual(others, ['']);
    }));

  it('given --query, then writes its answer, and again when it differs', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'a', '--wait']);
      const { stdout } = await watching(
        place,
        ['fleet', 'list', '-w', '--json', '--query', '[].fleetName'],
        [() => undefined, () => place.succeed(['fleet', 'create', 'b'])],
      );
      assert.equal(stdout, '["a"]\n["a","b"]\n');
    }));

  it('given a terminal, then draws the table in place with what changed and when, and leaves the last one behind', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'a', '--wait']);
      const { code, stdout, stderr } = await watching(
        place,
        ['fleet', 'list', '--watch', '--no-color'],
        [() => place.succeed(['fleet', 'update', 'a', '--display-name', 'Sales'])],
        { stdoutTerminal: true, terminal: true },
      );
      assert.deepEqual([code, stderr], [130, '']);
      assert.equal(stdout.split(ALTERNATE).length, 2);
      const [drawn = '', left = ''] = stdout.split(BACK);
      const [, first = '', second = ''] = drawn.split('\u001b[H').map(stripVTControlCharacters);
      assert.match(first, /^worklink fleet list, every 2s: 1 row at \d\d:\d\d:\d\dZ\n\nNAME /);
      assert.match(second, /\n\d\d:\d\d:\d\dZ ~ a: DISPLAY NAME - → Sales\n\nNAME /);
      assert.match(left, /^NAME .*\na +Sales /);
      assert.equal(left.split('\n').length, 3);
    }));

  it('given a small terminal, then shows what fits, and all of it at the end', () =>
    Workplace.with(async (place) => {
      for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await place.succeed(['fleet', 'create', name]);
      const { stdout } = await watching(place, ['fleet', 'list', '-w'], [], {
        stdoutTerminal: true,
        rows: 6,
      });
      const [drawn = '', left = ''] = stripVTControlCharacters(stdout).split(/(?<=too small\.)/);
      assert.match(
        drawn,
        /\b5 more rows: the screen is too small\.$|\b4 more rows: the screen is too small\.$/,
      );
      assert.match(left, /\nf /);
    }));

  it('given a dumb terminal, then streams', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'a']);
      const { stdout } = await watching(place, ['fleet', 'list', '-w'], [], {
        stdoutTerminal: true,
        env: { TERM: 'dumb' },
      });
      assert.match(stdout, /^EVENT +TIME +NAME/);
    }));

  it('given a list that begins empty, then says so once on stderr and goes on', () =>
    Workplace.with(async (place) => {
      const run = await watching(
        place,
        ['fleet', 'list', '-w'],
        [() => undefined, () => place.succeed(['fleet', 'create', 'a'])],
      );
      assert.equal(run.stderr.split('There are no fleets').length, 2);
      assert.match(run.stdout, /^ADDED|\nADDED/);
    }));

  it('given a service that fails for a while, then says so and goes on', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'a', '--wait']);
      const fault = ['emulator', 'fault', 'add', '--operation', 'ListFleets', '--count', '1'];
      const run = await watching(
        place,
        ['fleet', 'list', '-w', '--json'],
        [
          () => place.succeed([...fault, '--error', 'TooManyRequestsException']),
          () => place.succeed(['fleet', 'create', 'b']),
        ],
      );
      assert.equal(run.code, 130);
      assert.notEqual(run.stderr, '');
      assert.deepEqual(
        eventsIn(run.stdout).map(([, name]) => name),
        ['a', 'b'],
      );
    }));

  it('given what does not pass by itself, then ends as the list would: a fleet that is deleted, 5', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'a', '--wait']);
      await place.succeed(['tag', 'set', '-f', 'a', 'x=1']);
      const { code, stdout, stderr } = await watching(
        place,
        ['tag', 'list', '-f', 'a', '-w', '--json'],
        [() => place.succeed(['fleet', 'delete', 'a', '--confirm', 'a', '--wait'])],
      );
      assert.equal(code, 5);
      assert.equal(stdout.split('\n').length, 2);
      assert.match(stderr, /There is no fleet 'a'/);
    }));

  it('given no fleet, then a person is asked for it once', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'a', '--wait']);
      const run = await watching(place, ['tag', 'list', '-w', '-o', 'csv'], [() => undefined], {
        terminal: true,
        answers: ['a\r', 'b\r'],
      });
      assert.equal(run.code, 130, run.stderr);
    }));

  it('when Ctrl-C comes while the service does not answer, then ends at once', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'a', '--wait']);
      const fault = ['emulator', 'fault', 'add', '--operation', 'ListFleets', '--latency', '1h'];
      const run = await watching(
        place,
        ['fleet', 'list', '-w', '--json'],
        [
          () => place.succeed(fault),
          (stop) => {
            stop();
            return new Promise<never>(() => undefined);
          },
        ],
      );
      assert.deepEqual([run.code, run.stderr], [130, '']);
    }));

  it('is a flag of every command whose name ends in list', async () => {
    const { loadConfig } = await import('../../../src/cli/main.js');
    const config = await loadConfig({
      root: new URL('../../..', import.meta.url).pathname,
      fromSource: true,
    });
    const lists = config.commands.filter(({ id }) => id.endsWith(':list'));
    assert.ok(lists.length >= 5);
    assert.deepEqual(
      lists.filter(({ flags }) => flags['watch'] === undefined).map(({ id }) => id),
      [],
    );
  });

  it('given an interval that is none, then exits 2', () =>
    Workplace.with(async (place) => {
      const { code, stderr } = await place.run(['fleet', 'list', '-w', '--interval', 'often']);
      assert.equal(code, 2);
      assert.match(stderr, /'often' is not a duration/);
    }));
});
