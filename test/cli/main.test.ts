import assert from 'node:assert/strict';
import { Workplace } from '../support/cli.js';

const COLOUR = '\u001b[';

interface Failure {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly hint: string | null;
    readonly details: object;
  };
}

describe('the command line', () => {
  it('given no words, help or --help, then the same page on stdout, 0', () =>
    Workplace.with(async (place) => {
      const root = await place.succeed([]);
      assert.match(root, /^ {2}fleet +/m);
      for (const argv of [['help'], ['--help'], ['-h']]) assert.equal(await place.succeed(argv), root);
      const create = await place.succeed(['help', 'fleet', 'create']);
      assert.equal(await place.succeed(['fleet', 'create', 'x', '--help']), create);
      assert.equal(await place.succeed(['fleet']), await place.succeed(['help', 'fleet']));
    }));

  it('when a page is about a topic, then it fits a screen of 24 lines', () =>
    Workplace.with(async (place) => {
      const root = await place.succeed(['help']);
      const topics = [...root.slice(0, root.indexOf('\nCOMMANDS')).matchAll(/^ {2}([a-z-]+) {2,}\S/gm)].map(
        ([, topic = '']) => topic,
      );
      assert.ok(topics.includes('fleet') && topics.includes('tag'), topics.join(', '));
      for (const topic of topics) {
        const lines = (await place.succeed(['help', topic], { stdoutTerminal: true })).split('\n');
        assert.ok(lines.length <= 24, `${topic}: ${String(lines.length)} lines`);
        assert.ok(
          lines.every((line) => line.length <= 80),
          topic,
        );
      }
    }));

  it('given --help behind --, then it is an argument', () =>
    Workplace.with(async (place) => {
      const { code, stderr } = await place.run(['fleet', 'create', '--', '--help']);
      assert.equal(code, 3);
      assert.match(stderr, /NAME '--help'/);
    }));

  it('given an unknown command, then 127 with a suggestion, nothing run and nothing asked', () =>
    Workplace.with(async (place) => {
      for (const [argv, suggestion] of [
        [['fleet', 'crate'], 'fleet create'],
        [['flet', 'list'], 'fleet list'],
        [['flete'], 'fleet'],
        [['hlep'], 'help'],
      ] as const) {
        const { code, stdout, stderr } = await place.run(argv, { terminal: true, answers: ['y\r'] });
        assert.deepEqual([code, stdout], [127, ''], argv.join(' '));
        assert.ok(stderr.includes(`Did you mean ${suggestion}?`), stderr);
      }
      const { code, stderr } = await place.run(['xyzzy', '--json']);
      assert.equal(code, 127);
      assert.equal(stderr, '');
      assert.equal((await place.run(['help', 'fleet', 'nothing'])).code, 127);
    }));

  it('given words that would act on a terminal, then the error shows them escaped', () =>
    Workplace.with(async (place) => {
      const { stderr } = await place.run(['\u001b[2Jfleet']);
      assert.doesNotMatch(stderr, /\u001b/);
      assert.match(stderr, /\\u001b\[2Jfleet/);
    }));

  it('given a word too many, an unknown flag or a flag without its value, then a usage error, 2', () =>
    Workplace.with(async (place) => {
      for (const argv of [
        ['fleet', 'list', 'extra'],
        ['fleet', 'list', '--maxitems', '3'],
        ['fleet', 'list', '--region'],
        ['fleet', 'list', '--max-items', 'many'],
        ['fleet', 'list', '--max-items', '99999999999999999999'],
        ['fleet', 'list', '-o', 'xml'],
        ['fleet', 'list', '--region', 'a', '--region', 'b'],
        ['fleet', 'list', '--json', '-o', 'yaml'],
        ['fleet', 'list', '--query', '[?'],
        ['fleet', 'create', 'x', '--timeout', 'soon'],
        ['fleet', 'create', 'x', '--wait', '--timeout', '-5'],
        ['--json', 'fleet', 'list'],
      ]) {
        const { code, stdout, stderr } = await place.run(argv);
        assert.equal(code, 2, `${argv.join(' ')}: ${stderr}`);
        const text = stderr === '' ? stdout : stderr;
        assert.doesNotMatch(text, /bug|Parsing --|See more help|\n {4}at /, argv.join(' '));
        if (stderr !== '')
          assert.match(stderr, /^Error: [^\n]+\n[^\n]+\n$/, 'one line of what is wrong, one of what to do');
      }
      const { stderr } = await place.run(['fleet', 'list', '--maxitems', '3']);
      assert.match(stderr, /Did you mean --max-items\?/);
    }));

  it('given --json in any of its forms, then an error is one JSON document on stdout with the same exit code', () =>
    Workplace.with(async (place) => {
      for (const form of [
        ['--json'],
        ['-o', 'json'],
        ['-ojson'],
        ['-o=json'],
        ['--output', 'json'],
        ['--output=json'],
      ]) {
        for (const [argv, expected] of [
          [['fleet', 'list', '--nonsense'], 2],
          [['fleet', 'list', 'extra'], 2],
          [['fleet', 'show', 'nowhere'], 5],
          [['fleet', 'nothing'], 127],
        ] as const) {
          const { code, stdout, stderr } = await place.run([...argv, ...form]);
          assert.deepEqual([code, stderr], [expected, ''], [...argv, ...form].join(' '));
          const { error } = JSON.parse(stdout) as Failure;
          assert.deepEqual(Object.keys(error), ['code', 'message', 'hint', 'details']);
        }
      }
      const text = await place.run(['fleet', 'show', 'nowhere']);
      assert.deepEqual([text.code, text.stdout], [5, '']);
    }));

  it('given JSON by the environment or a file, then errors before parsing are JSON too, unless the command line says otherwise', () =>
    Workplace.with(async (place) => {
      const argv = ['fleet', 'list', '--nonsense'];
      for (const env of [{ WORKLINK_JSON: '1' }, { WORKLINK_OUTPUT: 'json' }]) {
        const { code, stdout } = await place.run(argv, { env });
        assert.equal(code, 2);
        assert.equal((JSON.parse(stdout) as Failure).error.code, 'Usage');
      }
      const text = await place.run([...argv, '-o', 'text'], { env: { WORKLINK_OUTPUT: 'json' } });
      assert.deepEqual([text.code, text.stdout], [2, '']);
    }));

  it('when an error is JSON, then neither arguments nor environment are in it', () =>
    Workplace.with(async (place) => {
      const { stdout } = await place.run(
        ['fleet', 'show', 'nowhere', '--json', '--profile', 'secret-profile'],
        {
          env: { AWS_SECRET_ACCESS_KEY: 'very-secret' },
        },
      );
      assert.doesNotMatch(stdout, /secret|config|argv/);
      assert.equal(stdout.includes(place.folder), false);
    }));

  it('given --debug, then the error is followed by where it came from and what caused it; else by neither', () =>
    Workplace.with(async (place) => {
      const { stderr } = await place.run(['fleet', 'show', 'nowhere', '--debug']);
      assert.match(stderr, /\n {4}at /);
      assert.match(stderr, /^Caused by: /m);
      assert.doesNotMatch((await place.run(['fleet', 'show', 'nowhere'])).stderr, /\n {4}at |Caused by/);
    }));

  it('given a terminal, then colour; given any reason against it, then none', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales']);
      const list = async (
        argv: readonly string[],
        env: Readonly<Record<string, string>>,
        stdoutTerminal: boolean,
      ): Promise<boolean> =>
        (await place.succeed(['fleet', 'list', ...argv], { env, stdoutTerminal })).includes(COLOUR);
      assert.equal(await list([], {}, true), true);
      assert.equal(await list([], {}, false), false);
      assert.equal(await list(['--no-color'], {}, true), false);
      assert.equal(await list([], { NO_COLOR: '1' }, true), false);
      assert.equal(await list([], { TERM: 'dumb' }, true), false);
      assert.equal(await list([], { WORKLINK_NO_COLOR: 'true' }, true), false);
      assert.equal(await list([], { FORCE_COLOR: '1' }, false), true);
      assert.equal(await list([], { FORCE_COLOR: '0' }, true), false);
      assert.equal(await list(['--json'], { FORCE_COLOR: '1' }, true), false, 'JSON is never coloured');
    }));

  it('given the aws backend and no endpoint, then says that the service is retired, 7', () =>
    Workplace.with(async (place) => {
      const { code, stderr } = await place.run(['fleet', 'list', '--backend', 'aws']);
      assert.equal(code, 7);
      assert.match(stderr, /retired .* 2022-04-19/);
      assert.match(stderr, /WorkSpaces Secure Browser/);
      assert.equal((await place.run(['fleet', 'list', '--endpoint-url', 'http://localhost:1'])).code, 2);
      assert.equal(
        (await place.run(['fleet', 'list'], { env: { AWS_ENDPOINT_URL: 'http://localhost:1' } })).code,
        0,
      );
    }));

  it('given --version, then the version on stdout', () =>
    Workplace.with(async (place) => {
      assert.match(await place.succeed(['--version']), /^worklink\/\d+\.\d+\.\d+ .*\n$/);
    }));
});
