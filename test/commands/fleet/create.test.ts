import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Workplace } from '../../support/cli.js';

const ENTER = '\r';
const ARN = 'arn:aws:worklink::123456789012:fleet/sales';

interface Failure {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly hint: string;
    readonly details: object;
  };
}

describe('worklink fleet create', () => {
  it('when created, then prints one line for a person, with the company code', () =>
    Workplace.with(async (place) => {
      const stdout = await place.succeed(['fleet', 'create', 'sales']);
      assert.match(stdout, /^Created fleet sales \(CREATING\), company code [0-9a-f]{8}\.\n$/);
    }));

  it('given --json, then prints the whole fleet with ISO times and its ARN', () =>
    Workplace.with(async (place) => {
      const fleet = (await place.json([
        'fleet',
        'create',
        'sales',
        '--display-name',
        'Sales',
        '--tag',
        'owner=ops',
        '--tag',
        'a=b=c',
        '--optimize-for-end-user-location',
      ])) as { companyCode: string };
      assert.deepEqual(fleet, {
        fleetArn: ARN,
        fleetName: 'sales',
        displayName: 'Sales',
        companyCode: fleet.companyCode,
        fleetStatus: 'CREATING',
        createdTime: '2026-01-01T00:00:00.000Z',
        lastUpdatedTime: '2026-01-01T00:00:00.000Z',
        optimizeForEndUserLocation: true,
        tags: { a: 'b=c', owner: 'ops' },
      });
    }));

  it('given --wait, then returns once it is ACTIVE, having slept by the clock', () =>
    Workplace.with(async (place) => {
      const fleet = (await place.json(['fleet', 'create', 'sales', '--wait', '--interval', '500ms'])) as {
        fleetStatus: string;
      };
      assert.equal(fleet.fleetStatus, 'ACTIVE');
      assert.deepEqual(place.clock.slept, [500, 500, 500, 500]);
    }));

  it('given --wait with too short a --timeout, then exits 8 and says which fleet', () =>
    Workplace.with(async (place) => {
      const { code, stdout } = await place.run([
        'fleet',
        'create',
        'sales',
        '--wait',
        '--timeout',
        '1s',
        '--json',
      ]);
      assert.equal(code, 8);
      const { error } = JSON.parse(stdout) as Failure;
      assert.equal(error.code, 'WaitTimedOut');
      assert.deepEqual(error.details, { fleetArn: ARN, state: 'CREATING', timeoutMs: 1000 });
    }));

  it('given a name in capitals, then refuses with 3, saying the rule and naming every violation', () =>
    Workplace.with(async (place) => {
      const { code, stderr } = await place.run(['fleet', 'create', 'Sales']);
      assert.equal(code, 3);
      assert.match(
        stderr,
        /^Error: NAME 'Sales' is not allowed\.\n.*[Cc]apitals are not allowed, although the guide/,
      );
      const failure = (await place.json([
        'fleet',
        'create',
        'Sales',
        '--display-name',
        'x'.repeat(101),
      ])) as Failure;
      assert.equal(failure.error.code, 'InvalidInput');
      const { violations } = failure.error.details as { violations: { subject: string }[] };
      assert.deepEqual(
        violations.map(({ subject }) => subject),
        ['NAME', '--display-name'],
      );
      assert.deepEqual(await place.json(['fleet', 'list']), []);
    }));

  it('given a name that is taken, then it is a conflict, 6, by the service and in a dry run', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales']);
      const refused = await place.run(['fleet', 'create', 'sales']);
      assert.equal(refused.code, 6);
      assert.match(refused.stderr, /\nChoose another name/);
      assert.equal((await place.run(['fleet', 'create', 'sales', '--dry-run'])).code, 6);
    }));

  it('given --dry-run, then checks the input and creates nothing', () =>
    Workplace.with(async (place) => {
      assert.equal(
        await place.succeed(['fleet', 'create', 'sales', '--dry-run']),
        'Would create fleet sales.\n',
      );
      assert.equal((await place.run(['fleet', 'create', '-s', '--dry-run'])).code, 2);
      assert.equal((await place.run(['fleet', 'create', 's_s', '--dry-run'])).code, 3);
      assert.deepEqual(await place.json(['fleet', 'list']), []);
    }));

  it('given no name, then asks at a terminal and is a usage error elsewhere', () =>
    Workplace.with(async (place) => {
      const elsewhere = await place.run(['fleet', 'create']);
      assert.equal(elsewhere.code, 2);
      assert.match(elsewhere.stderr, /^Error: Missing NAME\.\n/);
      const asked = await place.run(['fleet', 'create'], { terminal: true, answers: [`sales${ENTER}`] });
      assert.equal(asked.code, 0, asked.stderr);
      assert.match(asked.stdout, /^Created fleet sales /);
    }));

  it('given a display name in a file or on standard input, then takes it without its last line end', () =>
    Workplace.with(async (place) => {
      await writeFile(join(place.folder, 'name.txt'), 'Vertrieb Süd\n');
      const first = await place.json(['fleet', 'create', 'one', '--display-name', '@name.txt']);
      const second = await place.json(['fleet', 'create', 'two', '--display-name', '-'], {
        stdin: 'Ost\r\n',
      });
      const third = await place.json(['fleet', 'create', 'three', '--display-name', '@@west']);
      assert.deepEqual(
        [first, second, third].map((fleet) => (fleet as { displayName: string }).displayName),
        ['Vertrieb Süd', 'Ost', '@west'],
      );
      const missing = await place.run(['fleet', 'create', 'four', '--display-name', '@nowhere.txt']);
      assert.equal(missing.code, 5);
      assert.match(missing.stderr, /--display-name: the file 'nowhere\.txt' does not exist/);
    }));

  it('given tags that are none or given twice, then a usage error', () =>
    Workplace.with(async (place) => {
      for (const tags of [
        ['--tag', 'owner'],
        ['--tag', '=x'],
        ['--tag', 'a=1', '--tag', 'a=2'],
      ]) {
        assert.equal((await place.run(['fleet', 'create', 'sales', ...tags])).code, 2, tags.join(' '));
      }
      assert.equal((await place.run(['fleet', 'create', 'sales', '--tag', 'aws:x=1'])).code, 3);
    }));

  it('given the name behind a tag, then the tag does not swallow it', () =>
    Workplace.with(async (place) => {
      assert.match(await place.succeed(['fleet', 'create', '--tag', 'a=b', 'sales']), /fleet sales/);
    }));

  it('given a display name that would act on a terminal, then no table shows it raw', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales', '--display-name', '\u001b[2J\u202egnp']);
      for (const format of ['table', 'text', 'csv', 'json', 'yaml']) {
        const shown = await place.succeed(['fleet', 'list', '-o', format]);
        assert.doesNotMatch(shown, /[\u001b\u202e]/, format);
        assert.match(shown, /gnp/, format);
      }
      const [fleet] = (await place.json(['fleet', 'list'])) as { displayName: string }[];
      assert.equal(fleet?.displayName, '\u001b[2J\u202egnp', 'JSON keeps the value');
    }));
});
