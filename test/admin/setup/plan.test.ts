import assert from 'node:assert/strict';
import { withFleetToCome } from '../../../src/core/admin/setup/fleet-to-come.js';
import { applySetup } from '../../../src/core/admin/setup/plan/apply.js';
import { type SetupPlan } from '../../../src/core/admin/setup/plan/plan.js';
import { type PlanGround, type PlannedChange } from '../../../src/core/admin/setup/plan/planned.js';
import { planDomainsStep } from '../../../src/core/admin/setup/plan/domains.js';
import { flag } from '../../../src/core/admin/setup/plan/planned.js';
import { ownError } from '../../../src/core/errors.js';
import { shellLine } from '../../../src/core/shell-words.js';
import { type Backend } from '../../../src/core/ports/backend.js';
import { type SetupRun } from '../../../src/core/admin/setup/plan/planned.js';
import { withAccount } from '../../support/account.js';
import { certificateFiles } from '../../snapshots/shape-steps.js';

const ARN = 'arn:aws:worklink::123456789012:fleet/sales';

/** A plan of changes that note what they were given. */
function plan(ground: PlanGround, changes: readonly PlannedChange[]): SetupPlan {
  return { ground, changes, notes: [], findings: [], waits: ['First.'] };
}

function change(
  words: string,
  apply: PlannedChange['apply'],
  step: PlannedChange['step'] = 'network',
): PlannedChange {
  return { step, words, calls: [], command: ['worklink'], apply };
}

async function withGround(
  body: (ground: PlanGround, backend: Backend, abort: () => void) => Promise<void>,
): Promise<void> {
  await withAccount(async ({ account, caller, clock }) => {
    const backend = account.backend(caller());
    const aborting = new AbortController();
    const files = await certificateFiles(clock.now(), ['intranet.example.com']);
    const bytes = (name: string) => Buffer.from(files.get(name) ?? '');
    const certificate = {
      certificate: bytes('site.pem'),
      privateKey: bytes('site.key'),
      chain: bytes('chain.pem'),
    };
    await body(
      {
        backend: withFleetToCome(backend, ARN, 'sales'),
        fleetArn: ARN,
        fleetName: 'sales',
        isNew: true,
        materials: {
          metadata: () => '',
          certificateFiles: () => Promise.resolve(certificate),
          certificates: () => Promise.resolve([]),
        },
        now: clock.now(),
        clock,
        signal: aborting.signal,
      },
      backend,
      () => {
        aborting.abort(ownError('Interrupted', 'Interrupted.'));
      },
    );
  });
}

const WAIT: SetupRun['wait'] = {
  timer: { now: () => new Date(0), sleep: () => Promise.resolve() },
  timeoutMs: 0,
  intervalMs: 0,
};

describe('a set-up that is planned and made', () => {
  it('given changes of which one fails, then the others are made, and what waits is gathered', () =>
    withGround(async (ground, backend) => {
      const said: string[] = [];
      const changes = [
        change('one', () => Promise.resolve(['Second.'])),
        change('two', () => Promise.reject(ownError('Busy', 'It is busy.'))),
        change('three', () => Promise.resolve([])),
      ];
      const applied = await applySetup(backend, plan(ground, changes), WAIT, async ({ words }, work) => {
        said.push(words);
        return work();
      });
      assert.deepEqual(said, ['one', 'two', 'three']);
      assert.deepEqual(
        applied.changes.map(({ state }) => state),
        ['done', 'failed', 'done'],
      );
      assert.deepEqual(applied.waits, ['First.', 'Second.']);
      assert.equal(applied.fleetArn, ARN);
    }));

  it('given a fleet that cannot be made, a bug, or a stop, then nothing more is tried', () =>
    withGround(async (ground, backend, abort) => {
      let later = 0;
      const next = change('next', () => {
        later += 1;
        return Promise.resolve([]);
      });
      const run = (first: PlannedChange) =>
        applySetup(backend, plan(ground, [first, next]), WAIT, (_, work) => work());
      const busy = ownError('Busy', 'It is busy.');
      await assert.rejects(run(change('fleet', () => Promise.reject(busy), 'fleet')), { code: 'Busy' });
      await assert.rejects(run(change('bug', () => Promise.reject(new TypeError('bug')))), TypeError);
      const stopping = change('stop', () => {
        abort();
        return Promise.reject(busy);
      });
      await assert.rejects(run(stopping), { code: 'Interrupted' });
      await assert.rejects(run(next), { code: 'Interrupted' });
      assert.equal(later, 0);
    }));

  it('given a certificate that cannot be imported, then its domain is refused, too', () =>
    withGround(async (ground, backend) => {
      const files = { certificateFile: 'site.pem', privateKeyFile: 'site.key' };
      const planned = await planDomainsStep(ground, [{ name: 'intranet.example.com', import: files }]);
      const refusing: Backend = {
        ...backend,
        certificates: {
          ...backend.certificates,
          import: () => Promise.reject(ownError('Throttled', 'Too many.')),
        },
      };
      const applied = await applySetup(refusing, { ground, ...planned }, WAIT, (_, work) => work());
      assert.deepEqual(
        applied.changes.map((one) => (one.state === 'failed' ? one.error.code : one.state)),
        ['Throttled', 'WrongState'],
      );
    }));

  it('given a fleet to come, then it is empty, and what else is asked of it is not there', () =>
    withGround(async ({ backend }, real) => {
      const input = { FleetArn: ARN };
      assert.deepEqual(await backend.workLink.call('DescribeFleetMetadata', input), {
        FleetName: 'sales',
        FleetStatus: 'CREATING',
      });
      assert.deepEqual(await backend.workLink.call('ListDomains', input), {});
      await assert.rejects(backend.workLink.call('ListDevices', input), {
        code: 'ResourceNotFoundException',
      });
      const { FleetArn: made = '' } = await real.workLink.call('CreateFleet', { FleetName: 'support' });
      assert.equal((await backend.workLink.call('ListFleets', {})).FleetSummaryList?.length, 1);
      const { FleetName: name } = await backend.workLink.call('DescribeFleetMetadata', { FleetArn: made });
      assert.equal(name, 'support');
    }));

  it('given values that a flag or a shell would take for something else, then they are written so that they are not', () => {
    assert.deepEqual(flag('display-name', 'Sales'), ['--display-name', 'Sales']);
    assert.deepEqual(flag('display-name', '@home'), ['--display-name', '@@home']);
    assert.deepEqual(flag('display-name', '-x'), ['--display-name=-x']);
    assert.equal(shellLine(['a', "it's", '$HOME', 'b=c']), String.raw`a 'it'\''s' '$HOME' b=c`);
  });
});
