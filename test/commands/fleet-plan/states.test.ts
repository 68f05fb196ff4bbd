import assert from 'node:assert/strict';
import { interrupted } from '../../../src/cli/host.js';
import { Workplace } from '../../support/cli.js';
import { associate, issue, prepare } from '../domain/prepared.js';
import { apply, fleetFile } from './files.js';

const DAY = 86_400_000;

/** A signal that is aborted once somebody has slept a number of times. */
function stoppingAfter(place: Workplace, sleeps: number): AbortSignal {
  const controller = new AbortController();
  place.clock.meanwhile = () => {
    if (place.clock.slept.length >= sleeps) controller.abort(interrupted());
  };
  return controller.signal;
}

describe('worklink apply, and states that pass or fail', function () {
  this.timeout(60_000);

  it('given a domain that failed to associate, then associates it anew, without being allowed to', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      const certificates = (await place.json(['certificate', 'list'])) as { notAfter: string }[];
      const end = Date.parse(certificates[0]?.notAfter ?? '');
      place.clock.advance(end - 1_000 - place.clock.now().getTime());
      const file = await fleetFile(place, [{ name: 'sales', domains: [{ name: 'wiki.example.com' }] }]);
      const failed = await apply(place, file, ['--wait']);
      assert.equal(failed.code, 8);
      assert.equal(failed.rows.at(-1)?.action, 'wait');
      assert.match(
        failed.rows.at(-1)?.error?.message ?? '',
        /failed to associate: its certificate .* is EXPIRED/,
      );
      place.clock.advance(DAY);
      await issue(place, 'wiki.example.com');
      const mended = await apply(place, file, ['--wait']);
      assert.deepEqual(
        mended.rows.map(({ action, result }) => [action, result]),
        [['replace', 'done']],
      );
    }));

  it('given a domain that is on its way out, then waits for its end, and associates it', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      await associate(place, 'wiki.example.com');
      await place.succeed(['domain', 'disassociate', 'wiki.example.com', '-f', 'sales', '--yes']);
      const file = await fleetFile(place, [{ name: 'sales', domains: [{ name: 'wiki.example.com' }] }]);
      const { code, rows } = await apply(place, file, ['--wait']);
      assert.deepEqual([code, rows.map(({ action, result }) => [action, result])], [0, [['create', 'done']]]);
    }));

  it('given a stop while a fleet is waited for, then the fleet is made, nothing else begun, and 130 said', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      const file = await fleetFile(place, [
        { name: 'one', tags: { a: 'b' }, domains: [{ name: 'one.example.com', revoked: true }] },
      ]);
      const stopped = await apply(place, file, [], {
        signal: stoppingAfter(place, place.clock.slept.length + 1),
      });
      assert.equal(stopped.code, 130);
      assert.deepEqual(
        stopped.rows.map(({ result }) => result),
        ['done', 'notBegun', 'notBegun'],
      );
      const rest = await apply(place, file);
      assert.deepEqual(
        rest.rows.map(({ action, result }) => [action, result]),
        [
          ['create', 'done'],
          ['revoke', 'done'],
        ],
      );
    }));

  it('given a stop while a domain is waited for that is to be revoked, then revokes nothing', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      const file = await fleetFile(place, [
        { name: 'sales', domains: [{ name: 'one.example.com', revoked: true }] },
      ]);
      const { code, rows } = await apply(place, file, [], {
        signal: stoppingAfter(place, place.clock.slept.length + 1),
      });
      assert.deepEqual([code, rows.map(({ result }) => result)], [130, ['done', 'notBegun']]);
    }));

  it('given a stop while the end is waited for, then says what was done', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      const file = await fleetFile(place, [{ name: 'sales', domains: [{ name: 'one.example.com' }] }]);
      const { code, rows } = await apply(place, file, ['--wait'], {
        signal: stoppingAfter(place, place.clock.slept.length + 1),
      });
      assert.deepEqual([code, rows.map(({ result }) => result)], [130, ['done']]);
    }));

  it('given a domain that does not become ACTIVE in time, then does not revoke it, and says so', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      const file = await fleetFile(place, [
        { name: 'sales', domains: [{ name: 'one.example.com', revoked: true }] },
      ]);
      const { code, rows } = await apply(place, file, ['--timeout', '1s']);
      assert.equal(code, 8);
      assert.deepEqual(
        rows.map(({ action, result, error }) => [action, result, error?.code]),
        [
          ['create', 'done', undefined],
          ['revoke', 'failed', 'WaitTimedOut'],
        ],
      );
    }));

  it('given a service that fails each revocation, then says so of each', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      const domains = [{ name: 'one.example.com' }, { name: 'two.example.com' }];
      const file = await fleetFile(place, [{ name: 'sales', domains }]);
      await apply(place, file, ['--wait']);
      await fleetFile(place, [
        { name: 'sales', domains: domains.map((domain) => ({ ...domain, revoked: true })) },
      ]);
      const plan = ['diff', file, '--plan-out', 'plan.json'];
      await place.succeed(plan);
      const fault = ['emulator', 'fault', 'add', '--operation', 'RevokeDomainAccess', '--error'];
      await place.succeed([...fault, 'InternalServerErrorException']);
      const { code, stdout } = await place.run(['apply', '--plan', 'plan.json', '--json']);
      assert.equal(code, 7);
      assert.equal(
        (JSON.parse(stdout) as { result: string }[]).filter(({ result }) => result === 'failed').length,
        2,
      );
    }));

  it('given display names that go from domain to domain, also around, then gives them up first', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      const named = (names: Readonly<Record<string, string>>) =>
        fleetFile(place, [
          {
            name: 'sales',
            domains: Object.entries(names).map(([name, displayName]) => ({
              name: `${name}.example.com`,
              displayName,
            })),
          },
        ]);
      const file = await named({ one: 'One', two: 'Two', three: 'Three' });
      await apply(place, file, ['--wait']);
      await named({ one: 'Two', two: 'One', three: 'Other', four: 'Three' });
      assert.equal((await place.run(['apply', file, '--dry-run'])).code, 0);
      const { code, rows } = await apply(place, file);
      assert.deepEqual([code, rows.filter(({ result }) => result !== 'done')], [0, []]);
      assert.equal((await place.run(['diff', file, '--exit-code'])).code, 0);
    }));

  it('given a display name that another domain has, then refuses just that one', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      const file = await fleetFile(place, [
        { name: 'sales', domains: [{ name: 'one.example.com', displayName: 'One' }] },
      ]);
      await apply(place, file, ['--wait']);
      await fleetFile(place, [
        {
          name: 'sales',
          domains: [
            { name: 'two.example.com', displayName: 'One' },
            { name: 'three.example.com', displayName: 'Three' },
          ],
        },
      ]);
      const { code, rows } = await apply(place, file);
      assert.deepEqual(
        [code, rows.map(({ result, error }) => [result, error?.code])],
        [
          6,
          [
            ['failed', 'AlreadyExists'],
            ['done', undefined],
          ],
        ],
      );
    }));
});
