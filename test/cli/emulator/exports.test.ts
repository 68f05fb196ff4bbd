import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { formatDuration, parseDuration } from '../../../src/cli/duration.js';
import { foregroundArguments } from '../../../src/cli/emulator/detach.js';
import { mockIdpArguments } from '../../../src/cli/emulator/mock-idp.js';
import { renderVariables, type ShellFormat } from '../../../src/cli/emulator/exports.js';
import { parseMoment } from '../../../src/core/model/moment.js';

const ODD = `a'b"c\\d $HOME \`id\` $(id) %PATH% ; & | é`;

describe('variables for a shell', () => {
  it('mean to sh what they say, whatever is in them', () => {
    const script = renderVariables({ WL_ODD: ODD }, ['WL_GONE'], 'sh');
    const shown = execFileSync('sh', ['-c', `${script}printf '%s|%s' "$WL_ODD" "\${WL_GONE-unset}"`], {
      env: { WL_GONE: 'there', PATH: process.env['PATH'] },
      encoding: 'utf8',
    });
    assert.equal(shown, `${ODD}|unset`);
  });

  const expected: Readonly<Record<ShellFormat, string>> = {
    sh: "export A='x'\\''y'\nunset B\n",
    fish: "set -gx A 'x\\'y'\nset -e B\n",
    powershell: "$Env:A = 'x''y'\nRemove-Item Env:B -ErrorAction SilentlyContinue\n",
    cmd: 'set "A=x\'y"\nset "B="\n',
    dotenv: "A=x'y\n",
    json: '{\n  "A": "x\'y"\n}\n',
  };
  for (const format of ['sh', 'fish', 'powershell', 'cmd', 'dotenv', 'json'] as const) {
    it(`are written as ${format} has them`, () => {
      assert.equal(renderVariables({ A: "x'y" }, ['B'], format), expected[format]);
    });
  }
});

describe('a moment', () => {
  for (const [text, iso] of [
    ['2030-01-31', '2030-01-31T00:00:00.000Z'],
    ['2028-02-29', '2028-02-29T00:00:00.000Z'],
    ['2030-01-31T12:34Z', '2030-01-31T12:34:00.000Z'],
    ['2030-01-31T12:34:56.7Z', '2030-01-31T12:34:56.700Z'],
    ['2030-01-31T23:00:00-02:30', '2030-02-01T01:30:00.000Z'],
  ] as const) {
    it(`is read from ${text}`, () => {
      assert.equal(parseMoment(text)?.toISOString(), iso);
    });
  }
  for (const text of [
    '',
    'now',
    '2030',
    '2030-02-29',
    '2030-04-31T00:00Z',
    '2030-13-01',
    '2030-01-31T24:00Z',
  ]) {
    it(`is not read from ${JSON.stringify(text)}`, () => {
      assert.equal(parseMoment(text), undefined);
    });
  }
});

describe('a duration of ISO 8601', () => {
  for (const [text, milliseconds] of [
    ['PT1H', 3_600_000],
    ['P1D', 86_400_000],
    ['P1DT2H3M4.5S', 93_784_500],
    ['PT0S', 0],
    ['PT90M', 5_400_000],
  ] as const) {
    it(`is read from ${text}`, () => {
      assert.equal(parseDuration(text), milliseconds);
    });
  }
  for (const text of [
    'P',
    'PT',
    'P1DT',
    'P1Y',
    'P1M',
    'P1W',
    'PT1H1H',
    'PT1M1H',
    'P1H',
    'PT-1H',
    'PT99999999H',
    'PT1',
    'pt1h',
  ]) {
    it(`is not read from ${text}`, () => {
      assert.equal(parseDuration(text), undefined);
    });
  }
  it('is written in largest units', () => {
    assert.equal(formatDuration(parseDuration('P1DT2H3M4.005S') ?? 0), '1d2h3m4s5ms');
  });
});

describe('the command of a detached server', () => {
  it('says all that was said to the one that starts it', () => {
    const args = foregroundArguments({
      state: '/s.db',
      host: '::1',
      port: 1,
      allowedHosts: ['a', 'b'],
      strict: true,
      logFormat: 'json',
      quiet: true,
    });
    assert.equal(
      args.join(' '),
      'emulator start --foreground --no-input --output table --backend local --state /s.db --host ::1 --port 1 --log-format json --allow-host a --allow-host b --strict --quiet',
    );
  });

  it('says all that was said to the one that starts a mock identity provider', () => {
    const wanted = {
      host: '::1',
      port: 1,
      'log-format': 'json',
      'new-key': false,
      force: false,
      quiet: false,
    } as const;
    const all = {
      ...wanted,
      'allow-host': ['a', 'b'],
      users: 'u.csv',
      misbehave: ['expired', 'sha1'],
      'sp-metadata': ['s.xml'],
      'metadata-out': 'm.xml',
      force: true,
      'new-key': true,
      quiet: true,
    } as const;
    const start = 'emulator idp start --foreground --no-input --output table --backend local';
    assert.equal(
      mockIdpArguments(wanted, { state: '/s.db' }).join(' '),
      `${start} --state /s.db --host ::1 --port 1 --log-format json`,
    );
    assert.equal(
      mockIdpArguments(all, { state: '/s.db', name: 'n' }).join(' '),
      `${start} --name n --host ::1 --port 1 --log-format json --allow-host a --allow-host b --users u.csv --misbehave expired --misbehave sha1 --sp-metadata s.xml --metadata-out m.xml --force --new-key --quiet`,
    );
  });
});
