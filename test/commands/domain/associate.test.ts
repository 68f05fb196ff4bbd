import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { interrupted } from '../../../src/cli/host.js';
import { Workplace } from '../../support/cli.js';
import { associate, errorOf, issue, prepare } from './prepared.js';

const ENTER = '\r';
const DOWN = '\u001b[B';

describe('worklink domain associate', () => {
  it('given a domain that one ISSUED certificate covers, then uses it, says so on stderr, and prints an array', () =>
    Workplace.with(async (place) => {
      const arn = await prepare(place);
      const run = await place.run(['domain', 'associate', 'wiki.example.com', '-f', 'sales', '--json']);
      assert.equal(run.code, 0);
      assert.equal(run.stderr, `Using certificate ${arn} (example.com) for wiki.example.com.\n`);
      assert.deepEqual(JSON.parse(run.stdout), [
        {
          domainName: 'wiki.example.com',
          result: 'associated',
          domainStatus: 'PENDING_VALIDATION',
          createdTime: place.clock.now().toISOString(),
          acmCertificateArn: arn,
        },
      ]);
    }));

  it('given --wait, then returns once it is ACTIVE', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      const stdout = await place.succeed([
        'domain',
        'associate',
        'wiki.example.com',
        '-f',
        'sales',
        '--wait',
      ]);
      assert.equal(
        stdout,
        'DOMAIN            RESULT      STATUS  ERROR\nwiki.example.com  associated  ACTIVE  -\n',
      );
    }));

  it('given a wait that is too short, then exits 8, and does not offer to do it again', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      const words = [
        'domain',
        'associate',
        'a.example.com',
        'b.example.com',
        '-f',
        'sales',
        '--wait',
        '--timeout',
        '1s',
      ];
      const { code, stdout, stderr } = await place.run([...words, '--json']);
      assert.equal(code, 8);
      const rows = JSON.parse(stdout) as { result: string; domainStatus: string; error: { code: string } }[];
      assert.deepEqual(
        rows.map(({ result, domainStatus, error }) => [result, domainStatus, error.code]),
        [
          ['failed', 'PENDING_VALIDATION', 'WaitTimedOut'],
          ['failed', 'PENDING_VALIDATION', 'WaitTimedOut'],
        ],
      );
      assert.doesNotMatch(stderr, /again: /);
    }));

  it('given a certificate that expires meanwhile, then the wait is in vain: exit 8 with the reason', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      place.clock.advance(395 * 86_400_000 - 3000);
      const run = await place.run([
        'domain',
        'associate',
        'wiki.example.com',
        '-f',
        'sales',
        '--wait',
        '--json',
      ]);
      assert.equal(run.code, 8);
      const { code, message } = errorOf(run);
      assert.equal(code, 'StateUnreachable');
      assert.match(message, /failed to associate: its certificate .* is EXPIRED/);
    }));

  it('given several, of which some fail, then the others are done, and just those that failed can be run again', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      const names = ['a.example.com', 'https://b.example.com/home', 'A.example.com', 'c.example.org'];
      const { code, stdout, stderr } = await place.run([
        'domain',
        'associate',
        ...names,
        '-f',
        'sales',
        '--json',
      ]);
      assert.equal(code, 3);
      const rows = JSON.parse(stdout) as {
        domainName: string;
        result: string;
        error?: { code: string; hint: string };
      }[];
      assert.deepEqual(
        rows.map(({ domainName, result, error }) => [domainName, result, error?.code]),
        [
          ['a.example.com', 'associated', undefined],
          ['https://b.example.com/home', 'failed', 'InvalidInput'],
          ['c.example.org', 'failed', 'InvalidInput'],
        ],
      );
      assert.equal(rows[1]?.error?.hint, 'Give its host: b.example.com');
      assert.match(stderr, /Left out a domain named twice\./);
      assert.match(stderr, /Error: 2 of 3 domains failed\.\n/);
      assert.match(
        stderr,
        /again: worklink domain associate https:\/\/b\.example\.com\/home c\.example\.org --fleet sales --json\n/,
      );
    }));

  it('given failures of different kinds, then exits 3; of one kind, then as that kind does', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      await associate(place, 'a.example.com', 'b.example.com');
      const alike = await place.run([
        'domain',
        'associate',
        'a.example.com',
        'b.example.com',
        'c.example.com',
        '-f',
        'sales',
      ]);
      assert.equal(alike.code, 6);
      const mixed = await place.run(['domain', 'associate', 'a.example.com', 'x.example.org', '-f', 'sales']);
      assert.equal(mixed.code, 3);
    }));

  it('given one that is associated already, then exits 6 with the error itself', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      await associate(place, 'a.example.com');
      const run = await place.run(['domain', 'associate', 'A.Example.com', '-f', 'sales', '--json']);
      assert.equal(run.code, 6);
      assert.equal(errorOf(run).code, 'AlreadyExists');
      assert.match(errorOf(run).message, /'a\.example\.com' is associated already \(ACTIVE\)/);
      await place.succeed(['domain', 'revoke', 'a.example.com', '-f', 'sales']);
      const revoked = await place.run(['domain', 'associate', 'a.example.com', '-f', 'sales']);
      assert.match(revoked.stderr, /worklink domain restore/);
    }));

  it('given a list with comments, blank lines and repetitions, from a file or standard input, then takes each once', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      const list = '# the wiki\n\nwiki.example.com  # internal\r\n  intranet.example.com\nWIKI.example.com\n';
      await writeFile(join(place.folder, 'domains.txt'), list);
      const words = ['domain', 'associate', '-f', 'sales', '--dry-run', '--json'];
      const fromFile = (await place.json([...words, '--from', 'domains.txt'])) as {
        calls: { input: object }[];
      };
      const fromStdin = await place.json([...words, '--from', '-'], { stdin: list });
      const asArgument = await place.json(['domain', 'associate', '-', '-f', 'sales', '--dry-run'], {
        stdin: list,
      });
      assert.equal(fromFile.calls.length, 2);
      assert.deepEqual(fromStdin, fromFile);
      assert.deepEqual(asArgument, fromFile);
    }));

  it('given a CSV list, then each domain has its own certificate and display name', () =>
    Workplace.with(async (place) => {
      const arn = await prepare(place);
      const other = await issue(place, 'wiki.example.org');
      const list = `displayName,domain,certificate\n"Wiki, the",wiki.example.org,${other}\n,a.example.com,example.com\n`;
      const rows = (await place.json(['domain', 'associate', '--from', '-', '-f', 'sales'], {
        stdin: list,
      })) as {
        domainName: string;
        displayName?: string;
        acmCertificateArn: string;
      }[];
      assert.deepEqual(
        rows.map(({ domainName, displayName, acmCertificateArn }) => [
          domainName,
          displayName,
          acmCertificateArn,
        ]),
        [
          ['wiki.example.org', 'Wiki, the', other],
          ['a.example.com', undefined, arn],
        ],
      );
    }));

  it('given failures of a CSV list, then says what to give on standard input to run those again', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      const list =
        'domain,certificate,displayName\na.example.com,example.com,"A, B"\nb.example.com,none.example,\n';
      const { stderr } = await place.run(['domain', 'associate', '--from', '-', '-f', 'sales'], {
        stdin: `${list}c.example.com,none.example,"C, D"\n`,
      });
      assert.match(
        stderr,
        /domain,certificate,displayName\nb\.example\.com,none\.example,\nc\.example\.com,none\.example,"C, D"\n/,
      );
      assert.match(stderr, /again: worklink domain associate --from - --fleet sales\n/);
    }));

  it('given several certificates that cover it, then off a terminal exits 2 naming them', () =>
    Workplace.with(async (place) => {
      const first = await prepare(place);
      const second = await issue(place, 'wiki.example.com');
      const run = await place.run(['domain', 'associate', 'wiki.example.com', '-f', 'sales', '--json']);
      assert.equal(run.code, 2);
      const { message, hint } = errorOf(run);
      assert.equal(message, "2 ISSUED certificates cover 'wiki.example.com'.");
      assert.equal(hint, `Give --certificate, one of ${first}, ${second}.`);
    }));

  it('given several certificates that cover it, then on a terminal lets one be picked, once for all', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      const second = await issue(place, 'a.example.com', 'b.example.com');
      const { code, stderr } = await place.run(
        ['domain', 'associate', 'a.example.com', 'b.example.com', '-f', 'sales'],
        {
          terminal: true,
          answers: [`${DOWN}${ENTER}`],
        },
      );
      assert.equal(code, 0, stderr);
      const rows = (await place.json(['domain', 'show', 'b.example.com', '-f', 'sales'])) as {
        acmCertificateArn: string;
      };
      assert.equal(rows.acmCertificateArn, second);
    }));

  it('when Ctrl-C is pressed at that question, then asks no other, changes nothing and exits 130', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      await issue(place, 'a.example.com', 'b.example.com');
      const words = ['domain', 'associate', 'a.example.com', 'b.example.com', '-f', 'sales'];
      const { code, stderr } = await place.run(words, { terminal: true, answers: ['\u0003'] });
      assert.equal(code, 130, stderr);
      assert.deepEqual(await place.json(['domain', 'list', '-f', 'sales']), []);
    }));

  const refusals: readonly (readonly [
    title: string,
    args: readonly string[],
    code: number,
    expected: RegExp,
  ])[] = [
    [
      'no certificate that covers it',
      ['x.example.org'],
      3,
      /No ISSUED certificate in us-east-1 covers 'x\.example\.org'/,
    ],
    ['a wildcard', ['*.example.com'], 3, /is a wildcard/],
    ['a final dot', ['a.example.com.'], 3, /ends with a dot[^]*Give it without: a\.example\.com/],
    ['a single label', ['intranet'], 3, /is a single label/],
    [
      'a certificate elsewhere',
      ['a.example.com', '--certificate', 'arn:aws:acm:eu-west-1:123456789012:certificate/1'],
      3,
      /is in eu-west-1/,
    ],
    [
      'what is no ARN of a certificate',
      ['a.example.com', '--certificate', 'arn:aws:iam::1:user/a'],
      3,
      /is not the ARN of a certificate/,
    ],
    [
      'an unknown certificate',
      ['a.example.com', '--certificate', 'arn:aws:acm:us-east-1:123456789012:certificate/1'],
      5,
      /was not found/,
    ],
    [
      'a certificate of another name',
      ['a.example.com', '--certificate', 'exampel.com'],
      5,
      /Did you mean example\.com\?/,
    ],
    [
      'a certificate that does not cover it',
      ['a.b.example.com', '--certificate', 'example.com'],
      3,
      /does not cover[^]*It is for example\.com, \*\.example\.com/,
    ],
    [
      'a display name that is too long',
      ['a.example.com', '--display-name', 'x'.repeat(101)],
      3,
      /at most 100 characters/,
    ],
    [
      'a display name for several',
      ['a.example.com', 'b.example.com', '--display-name', 'x'],
      2,
      /for a single domain/,
    ],
    ['arguments and a list', ['a.example.com', '--from', '-'], 2, /as arguments and with --from/],
    ['a list that does not exist', ['--from', 'nowhere.txt'], 5, /does not exist/],
    ['an empty list', ['--from', '-'], 3, /names no domain/],
    ['nothing', [], 2, /Missing NAME/],
    ['a concurrency of none', ['a.example.com', '--concurrency', '0'], 2, /greater than or equal to 1/],
  ];
  for (const [title, args, code, expected] of refusals) {
    it(`given ${title}, then exits ${String(code)} and associates nothing`, () =>
      Workplace.with(async (place) => {
        await prepare(place);
        const run = await place.run(['domain', 'associate', ...args, '-f', 'sales']);
        assert.equal(run.code, code, run.stderr);
        assert.match(run.stderr, expected);
        assert.equal(run.stdout, '');
        assert.deepEqual(await place.json(['domain', 'list', '-f', 'sales']), []);
      }));
  }

  it('given a certificate that is not ISSUED, then exits 6 naming its state', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales']);
      await place.succeed(['certificate', 'request', 'a.example.com']);
      const named = await place.run([
        'domain',
        'associate',
        'a.example.com',
        '-f',
        'sales',
        '--certificate',
        'a.example.com',
      ]);
      assert.equal(named.code, 6);
      assert.match(named.stderr, /is PENDING_VALIDATION; it must be ISSUED/);
      const found = await place.run(['domain', 'associate', 'a.example.com', '-f', 'sales']);
      assert.equal(found.code, 3);
      assert.match(found.stderr, /covers it and is PENDING_VALIDATION/);
    }));

  it('given a fleet that is not there, or on its way out, then exits 5 or 6', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      const missing = await place.run(['domain', 'associate', 'a.example.com', '-f', 'slaes']);
      assert.equal(missing.code, 5);
      assert.match(missing.stderr, /Did you mean sales\?/);
      await place.succeed(['fleet', 'delete', 'sales', '--confirm', 'sales']);
      const leaving = await place.run(['domain', 'associate', 'a.example.com', '-f', 'sales']);
      assert.equal(leaving.code, 6);
      assert.match(leaving.stderr, /is DELETING/);
    }));

  it('given --dry-run, then says what would be sent and what would fail, and changes nothing', () =>
    Workplace.with(async (place) => {
      const arn = await prepare(place);
      const words = ['domain', 'associate', 'a.example.com', 'x.example.org', '-f', 'sales', '--dry-run'];
      const { code, stdout } = await place.run([...words, '--json']);
      assert.equal(code, 3);
      const plan = JSON.parse(stdout) as { failed: { domainName: string }[] };
      assert.deepEqual(
        { ...plan, failed: plan.failed.map(({ domainName }) => domainName) },
        {
          dryRun: true,
          message: 'Would have a.example.com associated.',
          calls: [
            {
              operation: 'AssociateDomain',
              input: {
                FleetArn: 'arn:aws:worklink::123456789012:fleet/sales',
                DomainName: 'a.example.com',
                AcmCertificateArn: arn,
              },
            },
          ],
          failed: ['x.example.org'],
        },
      );
      assert.deepEqual(await place.json(['domain', 'list', '-f', 'sales']), []);
    }));

  it('when interrupted while waiting, then begins no other, reports all and exits 130', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      const controller = new AbortController();
      const sleep = place.clock.sleep.bind(place.clock);
      place.clock.sleep = async (milliseconds) => {
        controller.abort(interrupted());
        await sleep(milliseconds);
        throw controller.signal.reason;
      };
      const words = [
        'domain',
        'associate',
        'a.example.com',
        'b.example.com',
        '-f',
        'sales',
        '--wait',
        '--concurrency',
        '1',
      ];
      const { code, stdout, stderr } = await place.run([...words, '--json'], { signal: controller.signal });
      assert.equal(code, 130);
      const rows = JSON.parse(stdout) as { domainName: string; result: string }[];
      assert.deepEqual(
        rows.map(({ domainName, result }) => [domainName, result]),
        [
          ['a.example.com', 'associated'],
          ['b.example.com', 'notBegun'],
        ],
      );
      assert.match(stderr, /Interrupted: 1 of 2 domains were not begun, 0 failed\./);
      assert.match(
        stderr,
        /again: worklink domain associate b\.example\.com --fleet sales --wait --concurrency 1 --json\n/,
      );
    }));

  it('given each form of output, then the result is in it', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      const run = (name: string, ...form: string[]) =>
        place.succeed(['domain', 'associate', name, '-f', 'sales', ...form]);
      assert.match(
        await run('a.example.com', '-o', 'yaml'),
        /^- domainName: a\.example\.com\n {2}result: associated\n/,
      );
      assert.match(
        await run('b.example.com', '-o', 'csv', '--columns', 'domainName,result,domainStatus'),
        /^domainName,result,domainStatus\nb\.example\.com,associated,PENDING_VALIDATION\n$/,
      );
      assert.match(
        await run('c.example.com', '-o', 'text'),
        /^c\.example\.com\tassociated\tPENDING_VALIDATION\t/,
      );
      assert.equal(await run('d.example.com', '-o', 'off'), '');
      assert.equal(await run('e.example.com', '--query', '[0].result', '-o', 'text'), 'associated\n');
    }));
});
