import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { OWN_ERROR_CODES, ownError } from '../../src/core/errors.js';
import { SERVICE_ERRORS, ServiceError } from '../../src/core/contract/errors.js';
import { nearest } from '../../src/core/nearest.js';
import { formatDuration, parseDuration } from '../../src/cli/duration.js';
import { understand } from '../../src/cli/errors.js';
import { exitCodeOf } from '../../src/cli/exit-codes.js';
import { interrupted } from '../../src/cli/host.js';
import { ReaderGone, Writer } from '../../src/cli/output/writer.js';
import { Report } from '../../src/cli/report.js';
import { listing, outcome } from '../../src/cli/results.js';
import { readBytes, readValue } from '../../src/cli/values.js';
import { Workplace } from '../support/cli.js';

describe('durations', () => {
  it('given the forms people write, then milliseconds', () => {
    for (const [text, expected] of [
      ['90', 90_000],
      ['0', 0],
      ['1.5', 1500],
      ['250ms', 250],
      ['1h30m', 5_400_000],
      ['2d', 172_800_000],
      ['0.5h', 1_800_000],
    ] as const) {
      assert.equal(parseDuration(text), expected, text);
    }
  });

  it('given anything else, then nothing', () => {
    for (const text of [
      '',
      ' ',

      'm',
      '-1s',
      '1y',
      '1h 30m',
      '1e3',
      '9'.repeat(40),
      '1s2',
      's1',
      '∞',
      '4000d',
      `${'9'.repeat(13)}s`,
    ]) {
      assert.equal(parseDuration(text), undefined, text);
    }
  });

  it('when shown, then it reads back', () => {
    for (const milliseconds of [0, 1, 999, 1000, 61_000, 5_400_000, 90_061_001]) {
      assert.equal(parseDuration(formatDuration(milliseconds)), milliseconds);
    }
  });
});

describe('suggestions', () => {
  it('given a slip, then what is near, nearest first; given something else, then nothing', () => {
    const names = ['create', 'delete', 'list', 'show', 'update', 'disassociate'];
    assert.deepEqual(nearest('craete', names), ['create']);
    assert.deepEqual(nearest('LIST', names), ['list']);
    assert.deepEqual(nearest('lsit', names), ['list']);
    assert.deepEqual(nearest('disass', names), ['disassociate']);
    assert.deepEqual(nearest('xyzzy', names), []);
    assert.deepEqual(nearest('', names), []);
    assert.equal(nearest('aaaa', ['aaab', 'aaac', 'aaad', 'aaae']).length, 3);
    assert.deepEqual(nearest('x'.repeat(1_000_000), ['y'.repeat(1_000_000)]), []);
  });
});

describe('exit codes', () => {
  it('given every code there is, then none but Internal says "unexpected"', () => {
    for (const code of OWN_ERROR_CODES) {
      assert.equal(exitCodeOf(ownError(code, 'x')) === 1, code === 'Internal', code);
    }
    const service = Object.keys(SERVICE_ERRORS).map((code) => [
      code,
      exitCodeOf(new ServiceError(code as keyof typeof SERVICE_ERRORS, 'x')),
    ]);
    assert.deepEqual(Object.fromEntries(service), {
      InvalidRequestException: 3,
      ResourceAlreadyExistsException: 6,
      UnauthorizedException: 4,
      ResourceNotFoundException: 5,
      TooManyRequestsException: 7,
      InternalServerErrorException: 7,
    });
  });

  it('given a partial failure, then the code its items agree on, else 3', () => {
    const partial = (codes: unknown): number =>
      exitCodeOf(ownError('PartialFailure', 'x', { details: { codes } }));
    assert.equal(partial(['NotFound', 'ResourceNotFoundException']), 5);
    assert.equal(partial(['NotFound', 'WrongState']), 3);
    assert.equal(partial([]), 3);
    assert.equal(partial('NotFound'), 3);
    assert.equal(partial([7]), 1);
  });

  it('given a signal, then 128 and its number', () => {
    assert.equal(exitCodeOf(interrupted('SIGINT')), 130);
    assert.equal(exitCodeOf(interrupted('SIGTERM')), 143);
  });
});

describe('understanding errors', () => {
  it('given what is no error of ours, then a bug that says what to do, its cause kept', () => {
    for (const thrown of [
      new TypeError('x is not a function'),
      'text',
      undefined,
      null,
      { message: 'no error' },
    ]) {
      const error = understand(thrown);
      assert.equal(error.code, 'Internal');
      assert.match(error.hint ?? '', /bug.*--debug/);
      if (thrown !== undefined) assert.equal(error.cause, thrown);
    }
  });

  it('given a prompt that was left, then interrupted', () => {
    const left = Object.assign(new Error('User force closed the prompt'), { name: 'ExitPromptError' });
    assert.equal(exitCodeOf(understand(left)), 130);
  });
});

describe('values', () => {
  it('given a file beyond the limit, a folder, or bytes that are no text, then refused input', () =>
    Workplace.with(async (place) => {
      const host = place.host({}, new PassThrough(), new PassThrough());
      await writeFile(join(place.folder, 'large'), 'x'.repeat(11));
      await writeFile(join(place.folder, 'binary'), Buffer.from([0xff, 0xfe, 0x00]));
      await mkdir(join(place.folder, 'folder'));
      const options = { flag: '--x', maxBytes: 10 };
      for (const [given, message] of [
        ['@large', /^--x: the file 'large' is larger than 10 bytes/],
        ['@folder', /folder/],
        ['@binary', /not UTF-8/],
      ] as const) {
        await assert.rejects(readValue(given, host, options), { code: 'InvalidInput', message });
      }
      await assert.rejects(readValue('@', host, options), { code: 'Usage' });
      await assert.rejects(readValue('@none/such', host, options), { code: 'NotFound' });
      assert.equal((await readBytes('large', host, { flag: '--x' })).length, 11);
    }));

  it('given standard input beyond the limit, then refused', () =>
    Workplace.with(async (place) => {
      const host = place.host({ stdin: 'x'.repeat(11) }, new PassThrough(), new PassThrough());
      await assert.rejects(readValue('-', host, { flag: '--x', maxBytes: 10 }), { code: 'InvalidInput' });
    }));

  it('given a stop while standard input is silent, then the stop', () =>
    Workplace.with(async (place) => {
      const controller = new AbortController();
      const host = {
        ...place.host({ signal: controller.signal }, new PassThrough(), new PassThrough()),
        stdin: new PassThrough(),
      };
      const reading = readValue('-', host, { flag: '--x' });
      controller.abort(interrupted());
      await assert.rejects(reading, { code: 'Interrupted' });
    }));
});

class Failing extends Writable {
  constructor(private readonly code: string) {
    super();
  }
  override _write(_chunk: unknown, _encoding: unknown, done: (error: Error) => void): void {
    done(Object.assign(new Error(this.code), { code: this.code }));
  }
}

describe('streams', () => {
  it('given a reader that went away, then quiet, 0; given a full disk, then one error, 1', () =>
    Workplace.with(async (place) => {
      for (const [code, expected] of [
        ['EPIPE', 0],
        ['ENOSPC', 1],
      ] as const) {
        const stderr = new PassThrough();
        const host = place.host({}, new Failing(code), stderr);
        const report = new Report(host, { json: true, debug: false });
        const result = outcome({ data: { a: 1 }, message: 'Done.' });
        const exit = await report.result(result).catch((error: unknown) => report.error(error, undefined));
        assert.equal(exit, expected);
        assert.equal(stderr.read() === null, code === 'EPIPE');
      }
      await assert.rejects(new Writer(new Failing('EPIPE')).write('x'.repeat(40_000)), ReaderGone);
    }));

  it('given a list that fails after its beginning was written, then the error is on stderr even under JSON', () =>
    Workplace.with(async (place) => {
      const [stdout, stderr] = [new PassThrough({ highWaterMark: 1_000_000 }), new PassThrough()];
      async function* rows(): AsyncGenerator<object> {
        for (let index = 0; index < 1000; index += 1) yield { text: 'x'.repeat(100) };
        await Promise.reject(ownError('Unreachable', 'Gone.'));
      }
      const report = new Report(place.host({}, stdout, stderr), { json: true, debug: false });
      const result = listing({ rows: rows(), fields: [], empty: '' });
      const exit = await report.result(result).catch((error: unknown) => report.error(error, undefined));
      assert.equal(exit, 7);
      assert.match(String(stderr.read()), /^Error: Gone\./);
    }));

  it('given a list that fails before anything left, then the error is the one JSON document', () =>
    Workplace.with(async (place) => {
      const [stdout, stderr] = [new PassThrough(), new PassThrough()];
      async function* rows(): AsyncGenerator<object> {
        yield { text: 'x' };
        await Promise.reject(ownError('Unreachable', 'Gone.'));
      }
      const report = new Report(place.host({}, stdout, stderr), { json: true, debug: false });
      await report
        .result(listing({ rows: rows(), fields: [], empty: '' }))
        .catch((error: unknown) => report.error(error, undefined));
      assert.equal(
        (JSON.parse(String(stdout.read())) as { error: { code: string } }).error.code,
        'Unreachable',
      );
      assert.equal(stderr.read(), null);
    }));

  it('given a result with a failure, then the result on stdout, the failure on stderr, its exit code', () =>
    Workplace.with(async (place) => {
      const [stdout, stderr] = [new PassThrough(), new PassThrough()];
      const report = new Report(place.host({}, stdout, stderr), { json: true, debug: false });
      const failure = (): ReturnType<typeof ownError> =>
        ownError('CheckFailed', 'One error was found.', { hint: 'Mend it.' });
      const exit = await report.result(outcome({ data: { findings: 1 }, message: '', failure }));
      assert.equal(exit, 3);
      assert.deepEqual(JSON.parse(String(stdout.read())), { findings: 1 });
      assert.equal(String(stderr.read()), 'Error: One error was found.\nMend it.\n');
    }));
});
