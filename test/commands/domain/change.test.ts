import assert from 'node:assert/strict';
import { interrupted } from '../../../src/cli/host.js';
import { stopped, Workplace } from '../../support/cli.js';
import { associate, errorOf, prepare } from './prepared.js';

const ENTER = '\r';

async function statuses(place: Workplace): Promise<readonly (readonly [string, string])[]> {
  const rows = (await place.json(['domain', 'list', '-f', 'sales'])) as {
    domainName: string;
    domainStatus: string;
  }[];
  return rows.map(({ domainName, domainStatus }) => [domainName, domainStatus]);
}

describe('worklink domain revoke, restore and disassociate', () => {
  it('given ACTIVE domains, then revoke makes them INACTIVE and restore ACTIVE again', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      await associate(place, 'a.example.com', 'b.example.com');
      assert.equal(
        await place.succeed(['domain', 'revoke', 'a.example.com', 'b.example.com', '-f', 'sales']),
        'DOMAIN         RESULT   STATUS    ERROR\na.example.com  revoked  INACTIVE  -\nb.example.com  revoked  INACTIVE  -\n',
      );
      await place.succeed(['domain', 'restore', 'B.example.com', '-f', 'sales']);
      assert.deepEqual(await statuses(place), [
        ['a.example.com', 'INACTIVE'],
        ['b.example.com', 'ACTIVE'],
      ]);
    }));

  it('given what domain list writes as CSV, then takes the names of it', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      await associate(place, 'a.example.com', 'b.example.com');
      const list = await place.succeed(['domain', 'list', '-f', 'sales', '-o', 'csv']);
      await place.succeed(['domain', 'revoke', '--from', '-', '-f', 'sales'], { stdin: list });
      assert.deepEqual(await statuses(place), [
        ['a.example.com', 'INACTIVE'],
        ['b.example.com', 'INACTIVE'],
      ]);
    }));

  it('given one in the wrong state among others, then the others are done and the exit code is 6', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      await associate(place, 'a.example.com', 'b.example.com');
      await place.succeed(['domain', 'revoke', 'a.example.com', '-f', 'sales']);
      const words = [
        'domain',
        'revoke',
        'a.example.com',
        'b.example.com',
        '-f',
        'sales',
        '--concurrency',
        '2',
      ];
      const { code, stdout, stderr } = await place.run([...words, '--json']);
      assert.equal(code, 6);
      assert.deepEqual((JSON.parse(stdout) as object[])[0], {
        domainName: 'a.example.com',
        result: 'failed',
        domainStatus: 'INACTIVE',
        error: {
          code: 'WrongState',
          message: "Domain 'a.example.com' is INACTIVE already.",
          hint: 'To give users access again: worklink domain restore.',
        },
      });
      assert.match(
        stderr,
        /again: worklink domain revoke a\.example\.com --fleet sales --concurrency 2 --json\n/,
      );
      assert.deepEqual(await statuses(place), [
        ['a.example.com', 'INACTIVE'],
        ['b.example.com', 'INACTIVE'],
      ]);
    }));

  for (const verb of ['revoke', 'restore', 'disassociate']) {
    const yes = verb === 'disassociate' ? ['--yes'] : [];

    it(`given a domain that is not there, then ${verb} exits 5 and suggests one`, () =>
      Workplace.with(async (place) => {
        await prepare(place);
        await associate(place, 'wiki.example.com');
        const run = await place.run(['domain', verb, 'wika.example.com', '-f', 'sales', ...yes, '--json']);
        assert.equal(run.code, 5);
        assert.equal(errorOf(run).code, 'NotFound');
        assert.match(errorOf(run).hint ?? '', /Did you mean wiki\.example\.com\?/);
      }));

    it(`given what is no domain name, then ${verb} exits 3`, () =>
      Workplace.with(async (place) => {
        await prepare(place);
        const run = await place.run(['domain', verb, 'not_a.name.example', '-f', 'sales', ...yes]);
        assert.equal(run.code, 3);
        assert.match(run.stderr, /holds an underscore/);
      }));

    it(`given --dry-run, then ${verb} says the call and changes nothing`, () =>
      Workplace.with(async (place) => {
        await prepare(place);
        await associate(place, 'a.example.com');
        if (verb === 'restore') await place.succeed(['domain', 'revoke', 'a.example.com', '-f', 'sales']);
        const before = await statuses(place);
        const plan = (await place.json(['domain', verb, 'a.example.com', '-f', 'sales', '--dry-run'])) as {
          calls: { input: object }[];
        };
        assert.deepEqual(plan.calls[0]?.input, {
          FleetArn: 'arn:aws:worklink::123456789012:fleet/sales',
          DomainName: 'a.example.com',
        });
        assert.deepEqual(await statuses(place), before);
      }));
  }

  it('given an association under way, then revoke exits 6 and says to wait', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      await place.succeed(['domain', 'associate', 'a.example.com', '-f', 'sales']);
      const { code, stderr } = await place.run(['domain', 'revoke', 'a.example.com', '-f', 'sales']);
      assert.equal(code, 6);
      assert.match(
        stderr,
        /is PENDING_VALIDATION: to be revoked, it must be ACTIVE\.\nWait until it is ACTIVE/,
      );
    }));

  it('given nobody to ask, then disassociate exits 4 naming --yes, and changes nothing', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      await associate(place, 'a.example.com');
      const run = await place.run(['domain', 'disassociate', 'a.example.com', '-f', 'sales', '--json']);
      assert.equal(run.code, 4);
      assert.equal(errorOf(run).code, 'AnswerRequired');
      assert.match(errorOf(run).hint ?? '', /--yes/);
      assert.deepEqual(await statuses(place), [['a.example.com', 'ACTIVE']]);
    }));

  it('given a terminal, then disassociate asks: no changes nothing and exits 4, yes does it', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      await associate(place, 'a.example.com');
      const words = ['domain', 'disassociate', 'a.example.com', '-f', 'sales'];
      const no = await place.run(words, { terminal: true, answers: [`n${ENTER}`] });
      assert.equal(no.code, 4);
      assert.deepEqual(await statuses(place), [['a.example.com', 'ACTIVE']]);
      const yes = await place.run(words, { terminal: true, answers: [`y${ENTER}`] });
      assert.equal(yes.code, 0, yes.stderr);
      assert.deepEqual(await statuses(place), [['a.example.com', 'DISASSOCIATING']]);
    }));

  it('given --wait, then disassociate returns once they are gone', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      await associate(place, 'a.example.com', 'b.example.com');
      const words = [
        'domain',
        'disassociate',
        'a.example.com',
        'b.example.com',
        '-f',
        'sales',
        '--yes',
        '--wait',
      ];
      const rows = (await place.json(words)) as { domainStatus: string }[];
      assert.deepEqual(
        rows.map(({ domainStatus }) => domainStatus),
        ['DISASSOCIATED', 'DISASSOCIATED'],
      );
      assert.deepEqual(await statuses(place), []);
    }));

  it('when asked to stop before anything was begun, then does nothing, says so and exits 130', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      await associate(place, 'a.example.com', 'b.example.com');
      const words = ['domain', 'revoke', 'a.example.com', 'b.example.com', '-f', 'sales'];
      const { code, stdout, stderr } = await place.run(words, { signal: stopped() });
      assert.equal(code, 130);
      assert.match(stdout, /a\.example\.com {2}notBegun {2}- {7}-\n/);
      assert.match(stderr, /2 of 2 domains were not begun/);
      assert.deepEqual(
        (await statuses(place)).map(([, status]) => status),
        ['ACTIVE', 'ACTIVE'],
      );
    }));

  it('when interrupted while waiting, then disassociate tells the state so far', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      await associate(place, 'a.example.com');
      const controller = new AbortController();
      place.clock.sleep = () => {
        controller.abort(interrupted('SIGTERM'));
        return Promise.reject(controller.signal.reason as Error);
      };
      const words = ['domain', 'disassociate', 'a.example.com', '-f', 'sales', '--yes', '--wait'];
      const { code, stderr } = await place.run(words, { signal: controller.signal });
      assert.equal(code, 143, stderr);
      assert.deepEqual(await statuses(place), [['a.example.com', 'DISASSOCIATING']]);
    }));
});
