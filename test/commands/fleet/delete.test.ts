import assert from 'node:assert/strict';
import { stopped, Workplace } from '../../support/cli.js';

const ENTER = '\r';
const CONTROL_C = '\u0003';

describe('worklink fleet delete', () => {
  it('given nobody to ask and no confirmation, then refuses with 4, naming the flag, and deletes nothing', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales', '--wait']);
      const { code, stdout, stderr } = await place.run(['fleet', 'delete', 'sales']);
      assert.equal(code, 4);
      assert.equal(stdout, '');
      assert.match(stderr, /--confirm sales/);
      assert.match(await place.succeed(['fleet', 'show', 'sales']), /ACTIVE/);
    }));

  it('given a confirmation of another name, then refuses with 4 and deletes nothing', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales', '--wait']);
      const { code, stderr } = await place.run(['fleet', 'delete', 'sales', '--confirm', 'support']);
      assert.equal(code, 4);
      assert.match(stderr, /'support', not 'sales'/);
      assert.match(await place.succeed(['fleet', 'show', 'sales']), /ACTIVE/);
    }));

  it('given a terminal where the name is typed, then deletes', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales', '--wait']);
      const { code, stdout, stderr } = await place.run(['fleet', 'delete', 'sales'], {
        terminal: true,
        answers: [`sales${ENTER}`],
      });
      assert.equal(code, 0, stderr);
      assert.equal(stdout, 'Deleting fleet sales.\n');
    }));

  it('given a terminal where something else is typed, then says that nothing was changed, with 4', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales', '--wait']);
      const { code, stdout, stderr } = await place.run(['fleet', 'delete', 'sales'], {
        terminal: true,
        answers: [`y${ENTER}`],
      });
      assert.equal(code, 4);
      assert.equal(stdout, '');
      assert.match(stderr, /Nothing was changed\.\n$/);
      assert.match(await place.succeed(['fleet', 'show', 'sales']), /ACTIVE/);
    }));

  it('given Ctrl-C at the question, then exits 130 and deletes nothing', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales', '--wait']);
      const { code } = await place.run(['fleet', 'delete', 'sales'], {
        terminal: true,
        answers: [CONTROL_C],
      });
      assert.equal(code, 130);
      assert.match(await place.succeed(['fleet', 'show', 'sales']), /ACTIVE/);
    }));

  it('given a terminal under CI, then asks nobody', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales']);
      for (const [argv, env] of [
        [[], { CI: 'true' }],
        [['--no-input'], {}],
        [['--json'], {}],
      ] as const) {
        const { code } = await place.run(['fleet', 'delete', 'sales', ...argv], { terminal: true, env });
        assert.equal(code, 4, argv.join(' '));
      }
    }));

  it('when waited for, then ends once the fleet is gone and its name is free', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales', '--wait']);
      const deleted = await place.json(['fleet', 'delete', 'sales', '--confirm', 'sales', '--wait']);
      assert.equal((deleted as { fleetStatus: string }).fleetStatus, 'DELETED');
      assert.equal((await place.run(['fleet', 'show', 'sales'])).code, 5);
      await place.succeed(['fleet', 'create', 'sales']);
    }));

  it('when deleted twice, then the second is a conflict, 6', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales', '--wait']);
      await place.succeed(['fleet', 'delete', 'sales', '--confirm', 'sales']);
      const { code, stderr } = await place.run(['fleet', 'delete', 'sales', '--confirm', 'sales']);
      assert.equal(code, 6);
      assert.match(stderr, /is DELETING already/);
    }));

  it('when a dry run, then says what would be done and does not, without a confirmation', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales', '--wait']);
      const plan = await place.json(['fleet', 'delete', 'sales', '--dry-run']);
      assert.deepEqual(plan, {
        dryRun: true,
        message: 'Would delete fleet sales.',
        calls: [
          { operation: 'DeleteFleet', input: { FleetArn: 'arn:aws:worklink::123456789012:fleet/sales' } },
        ],
      });
      assert.match(await place.succeed(['fleet', 'show', 'sales']), /ACTIVE/);
    }));

  it('given a stop while it waits, then exits 130', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales', '--wait']);
      const { code, stderr } = await place.run(['fleet', 'delete', 'sales', '--confirm', 'sales', '--wait'], {
        signal: stopped(),
      });
      assert.equal(code, 130);
      assert.equal(stderr, 'Error: Interrupted.\n');
    }));
});
