import assert from 'node:assert/strict';
import { chmod, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunOptions, Workplace } from '../../support/cli.js';
import { createAuthority } from '../../../src/core/certificates/issue.js';
import { errorOf, prepare } from '../domain/prepared.js';
import { makeHealthy } from '../status/healthy.js';

interface Diagnosis {
  readonly group: string;
  readonly check: string;
  readonly fleetName?: string;
  readonly severity: string;
  readonly id: string;
  readonly subject: string;
  readonly message: string;
  readonly fix: string;
}

async function diagnose(
  place: Workplace,
  args: readonly string[] = ['sales'],
  options: RunOptions = {},
): Promise<readonly Diagnosis[]> {
  return (await place.json(['doctor', ...args], options)) as Diagnosis[];
}

const worth = (diagnoses: readonly Diagnosis[]): readonly string[] =>
  diagnoses.filter(({ severity }) => severity !== 'info').map(({ severity, id }) => `${severity} ${id}`);

/** A fleet for each cause: what is done to a healthy one, and what is then found and was not before. */
const CAUSES: readonly {
  readonly what: string;
  readonly arrange: (place: Workplace) => Promise<unknown>;
  readonly found: readonly string[];
}[] = [
  {
    what: 'a domain that waits for its certificate',
    arrange: async (place) => {
      await place.succeed(['certificate', 'request', 'example.org']);
      const all = (await place.json(['certificate', 'list'])) as {
        domainName: string;
        certificateArn: string;
      }[];
      assert.ok(all.some(({ domainName }) => domainName === 'example.org'));
    },
    found: ['warning certificate-pending-validation'],
  },
  {
    what: 'domains that are all revoked',
    arrange: (place) => place.succeed(['domain', 'revoke', 'intranet.example.com', '-f', 'sales']),
    found: ['error domain-none-active'],
  },
  {
    what: 'a network of one zone',
    arrange: (place) =>
      place.succeed(['network', 'update', '-f', 'sales', '--subnet', 'subnet-0a1b2c3d4e5f60a01']),
    found: ['warning network-one-zone'],
  },
  {
    what: 'a fault that somebody asked for',
    arrange: (place) =>
      place.succeed([
        ...['emulator', 'fault', 'add', '--operation', 'DeleteFleet', '--error', 'UnauthorizedException'],
      ]),
    found: ['warning emulator-faults'],
  },
  {
    what: 'a step that the caller may not look at',
    arrange: (place) =>
      place.succeed([
        ...['emulator', 'fault', 'add', '--operation', 'DescribeDevicePolicyConfiguration'],
        ...['--error', 'UnauthorizedException'],
      ]),
    found: ['warning emulator-faults', 'warning check-not-allowed'],
  },
  {
    what: 'a certificate near its end',
    arrange: async (place) => {
      const days = 86_400_000;
      const all = (await place.json(['certificate', 'list'])) as { notAfter: string }[];
      const end = new Date(all[0]?.notAfter ?? '');
      const to = new Date(end.getTime() - 20 * days).toISOString();
      await place.succeed(['emulator', 'clock', 'set', to]);
    },
    found: ['warning certificate-expires-soon'],
  },
  {
    what: 'a certificate that has ended',
    arrange: async (place) => {
      const all = (await place.json(['certificate', 'list'])) as { notAfter: string }[];
      const end = new Date(all[0]?.notAfter ?? '');
      await place.succeed(['emulator', 'clock', 'set', new Date(end.getTime() + 1000).toISOString()]);
    },
    found: ['error setup-certificates-missing', 'error certificate-expired'],
  },
];

describe('worklink doctor', () => {
  it('given a fleet that is set up, then finds no error and no warning', () =>
    Workplace.with(async (place) => {
      await makeHealthy(place);
      await place.succeed(['emulator', 'clock', 'reset']);
      const diagnoses = await diagnose(place);
      assert.deepEqual(worth(diagnoses), []);
      const run = await place.run(['doctor', 'sales']);
      assert.equal(run.code, 0);
      assert.match(run.stderr, /^Made \d+ checks with worklink [\d.]+\S* on Node \d+\.\d+\.\d+\.$/m);
    }));

  for (const { what, arrange, found } of CAUSES) {
    it(`given ${what}, then finds ${found.join(', ')}`, () =>
      Workplace.with(async (place) => {
        await makeHealthy(place);
        await arrange(place);
        const diagnoses = await diagnose(place);
        for (const one of found) assert.ok(worth(diagnoses).includes(one), worth(diagnoses).join(', '));
        assert.ok(diagnoses.every(({ subject, message, fix }) => subject && message && fix));
        const { code } = await place.run(['doctor', 'sales']);
        assert.equal(code, worth(diagnoses).some((one) => one.startsWith('error')) ? 3 : 0);
      }));
  }

  it('given a fleet without anything, then each required step is an error, and says what to do', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales', '--wait']);
      const diagnoses = await diagnose(place);
      assert.deepEqual(
        diagnoses.filter(({ severity }) => severity === 'error').map(({ id }) => id),
        [
          'setup-certificates-missing',
          'setup-identity-provider-missing',
          'setup-domains-missing',
          'setup-company-network-missing',
        ],
      );
      const idp = diagnoses.find(({ id }) => id === 'setup-identity-provider-missing');
      assert.equal(idp?.fix, 'Do it: worklink idp link --fleet sales --metadata FILE');
      assert.equal((await place.run(['doctor', 'sales', '--json'])).code, 3);
      const federation = diagnoses.find(({ id }) => id === 'setup-federation-missing');
      assert.match(federation?.fix ?? '', /access to the app in the identity provider’s portal/);
    }));

  it('given an audit stream that was deleted, then says that records are lost', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      const fleets = (await place.json(['fleet', 'list'])) as { fleetArn: string }[];
      const account = `version: 1
fleets:
  - name: audited
    auditStreamArn: arn:aws:kinesis:us-east-1:123456789012:stream/AmazonWorkLink-gone
`;
      assert.equal(fleets.length, 1);
      await writeFile(join(place.folder, 'a.yaml'), account);
      await place.succeed(['emulator', 'seed', 'a.yaml']);
      assert.ok(worth(await diagnose(place, ['audited'])).includes('error audit-stream-missing'));
    }));

  it('given several fleets and none named, then examines all, and each finding names its fleet', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      await place.succeed(['fleet', 'create', 'support', '--wait']);
      const of = (await diagnose(place, [])).filter(({ group }) => group === 'fleet');
      assert.deepEqual([...new Set(of.map(({ fleetName }) => fleetName))], ['sales', 'support']);
    }));

  it('given no fleet at all, then warns and says how to begin', () =>
    Workplace.with(async (place) => {
      assert.deepEqual(worth(await diagnose(place, [])), [
        'error setup-certificates-missing',
        'warning setup-fleet-missing',
      ]);
    }));

  for (const [what, words, check] of [
    ['a website CA', ['ca', 'upload', 'root.pem'], 'website-cas'],
    ['a device CA', ['device-policy', 'configure', 'root.pem'], 'device-policy'],
  ] as const) {
    it(`given ${what} near its end, then warns, as early as is wanted; ended, then it is an error`, () =>
      Workplace.with(async (place) => {
        await makeHealthy(place);
        const { certificatePem } = await createAuthority({ name: 'Example Root', now: place.clock.now() });
        await writeFile(join(place.folder, 'root.pem'), certificatePem);
        await place.succeed([...words, '-f', 'sales']);
        const of = async (...args: readonly string[]): Promise<readonly string[]> =>
          worth((await diagnose(place, ['sales', ...args])).filter((one) => one.check === check));
        assert.deepEqual(await of(), []);
        await place.succeed(['emulator', 'clock', 'advance', '1d']);
        assert.deepEqual(await of('--expires-within', '3650d'), ['warning certificate-expires-soon']);
        await place.succeed(['emulator', 'clock', 'advance', '3650d']);
        assert.deepEqual(await of(), ['error chain-expired']);
      }));
  }

  it('given a state file that others may read, then says so', () =>
    Workplace.with(async (place) => {
      await makeHealthy(place);
      const file = join(place.folder, 'data', 'emulator.db');
      await chmod(file, 0o644);
      await chmod(join(place.folder, 'data'), 0o777);
      const found = worth(await diagnose(place));
      assert.deepEqual(found, ['error state-file-open-to-others', 'warning state-folder-open-to-others']);
    }));

  it('given a state file that is none, then that is a finding, and no crash', () =>
    Workplace.with(async (place) => {
      await writeFile(join(place.folder, 'other.db'), 'not a database, but long enough to be looked at');
      const diagnoses = await diagnose(place, ['--state', 'other.db']);
      assert.deepEqual(
        diagnoses.map(({ group, check, id }) => [group, check, id]),
        [['tool', 'backend', 'check-failed']],
      );
      assert.match(diagnoses[0]?.message ?? '', /is not a worklink state file/);
    }));

  it('given a state file that is damaged, then names the damage', () =>
    Workplace.with(async (place) => {
      await makeHealthy(place);
      await place.succeed(['emulator', 'device', 'generate', '--count', '2000', '--fleet', 'sales']);
      await damage(join(place.folder, 'data', 'emulator.db'));
      const diagnoses = await diagnose(place);
      assert.ok(
        diagnoses.some(({ id }) => id === 'state-file-damaged'),
        JSON.stringify(diagnoses),
      );
    }));

  it('given sites that are to be looked at and are nowhere, then each is found wanting', () =>
    Workplace.with(async (place) => {
      await makeHealthy(place);
      const diagnoses = await diagnose(place, [
        ...['sales', '--check-domains', '--check-idp', '--resolver', '127.0.0.1:9', '--timeout', '1s'],
      ]);
      const sites = diagnoses.filter(({ group }) => group === 'sites');
      assert.deepEqual(sites.map(({ check, severity }) => `${check} ${severity}`).sort(), [
        'domains error',
        'identity-provider error',
      ]);
      assert.match(sites.find(({ check }) => check === 'domains')?.subject ?? '', /intranet\.example\.com/);
    }));

  it('given neither flag, then asks no name server', () =>
    Workplace.with(async (place) => {
      await makeHealthy(place);
      assert.deepEqual(
        (await diagnose(place)).filter(({ group }) => group === 'sites'),
        [],
      );
    }));

  for (const [format, pattern] of [
    ['csv', /^fleet,sales,error,setup-domains-missing,sales,/m],
    ['yaml', /^ {2}id: setup-domains-missing$/m],
    ['text', /^fleet\tsales\terror\tsetup-domains-missing\tsales\t/m],
    ['table', /^fleet +sales +error +setup-domains-missing +sales /m],
  ] as const) {
    it(`has the same as ${format}`, () =>
      Workplace.with(async (place) => {
        await place.succeed(['fleet', 'create', 'sales', '--wait']);
        const { code, stdout } = await place.run(['doctor', 'sales', '-o', format]);
        assert.equal(code, 3);
        assert.match(stdout, pattern);
      }));
  }

  for (const [what, args, code] of [
    ['a fleet that is not there', ['sale'], 5],
    ['a duration that is none', ['--expires-within', 'soon'], 2],
    ['a name server that is none', ['--resolver', 'a b'], 2],
    ['more at a time than there may be', ['--concurrency', '1000'], 2],
  ] as const) {
    it(`given ${what}, then exits ${String(code)}`, () =>
      Workplace.with(async (place) => {
        await place.succeed(['fleet', 'create', 'sales']);
        const run = await place.run(['doctor', ...args, '--json']);
        assert.equal(run.code, code);
        assert.ok(errorOf(run).code);
      }));
  }
});

/** Overwrites pages in the midst of a database, after its log has been taken over. */
async function damage(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    const { size } = await handle.stat();
    const page = 4096;
    for (let at = Math.floor(size / page / 2); at < size / page - 1; at += 1)
      await handle.write(Buffer.alloc(page - 200, 0xa5), 0, page - 200, at * page + 100);
  } finally {
    await handle.close();
  }
}
