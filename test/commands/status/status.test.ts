import assert from 'node:assert/strict';
import { Workplace } from '../../support/cli.js';
import { errorOf, prepare } from '../domain/prepared.js';
import { linkIdentityProvider, linkNetwork, makeHealthy } from './healthy.js';

interface StepRow {
  readonly fleetName: string;
  readonly step: string;
  readonly requirement: string;
  readonly state: string;
  readonly detail: string;
  readonly command?: string;
  readonly findings: readonly { readonly id: string }[];
}

async function statesOf(place: Workplace, fleet = 'sales'): Promise<Record<string, string>> {
  const rows = (await place.json(['status', fleet])) as StepRow[];
  return Object.fromEntries(rows.map(({ step, state }) => [step, state]));
}

async function stepOf(place: Workplace, step: string): Promise<StepRow> {
  const rows = (await place.json(['status', 'sales'])) as StepRow[];
  const found = rows.find((row) => row.step === step);
  assert.ok(found);
  return found;
}

describe('worklink status', () => {
  it('given a fleet that has nothing yet, then names each step of the guide in its order', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales', '--wait']);
      const rows = (await place.json(['status', 'sales'])) as StepRow[];
      assert.deepEqual(
        rows.map(({ step, requirement, state }) => `${step} ${requirement} ${state}`),
        [
          'certificates required missing',
          'fleet required done',
          'identity-provider required missing',
          'federation optional missing',
          'domains required missing',
          'website-cas optional missing',
          'domain-validation optional unknown',
          'company-network required missing',
          'authorization-providers optional missing',
          'device-policy optional missing',
          'audit-stream optional missing',
          'users optional missing',
        ],
      );
      assert.ok(rows.every(({ state, command }) => state === 'done' || command?.startsWith('worklink ')));
    }));

  it('names commands that there are, with flags that they have', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales', '--wait']);
      const rows = (await place.json(['status', 'sales'])) as StepRow[];
      const commands = rows.flatMap(({ command }) => command ?? []);
      assert.equal(commands.length, 11);
      for (const command of commands) {
        const { code, stderr } = await place.run([...command.split(' ').slice(1), '--no-input']);
        assert.notEqual(code, 127, command);
        assert.doesNotMatch(stderr, /There is no (?:flag|place)/, command);
      }
    }));

  it('given a fleet that is set up, then all that is required is done', () =>
    Workplace.with(async (place) => {
      await makeHealthy(place);
      const { code, stdout, stderr } = await place.run(['status', 'sales']);
      assert.equal(code, 0);
      assert.match(stdout, /^FLEET +STEP +REQUIRED +STATE +DETAIL +COMMAND$/m);
      assert.doesNotMatch(stdout, /required +(?:missing|wrong|pending)/);
      assert.doesNotMatch(stderr, /Next:/);
      const states = await statesOf(place);
      assert.deepEqual(
        [states['users'], states['federation'], states['audit-stream']],
        ['done', 'done', 'missing'],
      );
    }));

  it('given a fleet half set up, then says what comes next', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      const { stderr } = await place.run(['status', 'sales']);
      assert.match(
        stderr,
        /^Next: Configure the identity provider: worklink idp link --fleet sales --metadata FILE$/m,
      );
      await linkIdentityProvider(place);
      const after = await place.run(['status', 'sales']);
      assert.match(after.stderr, /^Next: Associate domains: worklink domain associate NAME --fleet sales$/m);
    }));

  it('given a fleet that is being created and a certificate to validate, then they are pending', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales']);
      await place.succeed(['certificate', 'request', 'example.com']);
      const states = await statesOf(place);
      assert.deepEqual([states['fleet'], states['certificates']], ['pending', 'pending']);
    }));

  it('given a domain on its way, then it is pending; ACTIVE, then done; revoked, then wrong', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      await place.succeed(['domain', 'associate', 'wiki.example.com', '-f', 'sales']);
      assert.equal((await statesOf(place))['domains'], 'pending');
      await place.succeed(['emulator', 'clock', 'advance', '1h']);
      assert.equal((await statesOf(place))['domains'], 'done');
      await place.succeed(['domain', 'revoke', 'wiki.example.com', '-f', 'sales']);
      const { state, detail, findings } = await stepOf(place, 'domains');
      assert.deepEqual([state, detail], ['wrong', 'No domain is ACTIVE: users reach none.']);
      assert.deepEqual(
        findings.map(({ id }) => id),
        ['domain-none-active', 'domain-inactive'],
      );
    }));

  it('given a certificate that has expired, then it is said and no domain can be associated', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      await place.succeed(['emulator', 'clock', 'set', '2040-01-01T00:00:00Z']);
      const { state, findings } = await stepOf(place, 'certificates');
      assert.deepEqual([state, findings.map(({ id }) => id)], ['missing', ['certificate-expired']]);
    }));

  it('given the type of an identity provider alone, then it is missing', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      await place.succeed(['idp', 'link', '-f', 'sales', '--without-metadata']);
      const { state, detail, command } = await stepOf(place, 'identity-provider');
      assert.equal(state, 'missing');
      assert.match(detail, /by its type alone/);
      assert.equal(command, 'worklink idp update --fleet sales --metadata FILE');
    }));

  it('given a step that the service refuses, then that step is unknown and the others are told', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      await linkNetwork(place);
      await place.succeed([
        ...['emulator', 'fault', 'add', '--operation', 'DescribeCompanyNetworkConfiguration'],
        ...['--error', 'UnauthorizedException'],
      ]);
      const { state, findings } = await stepOf(place, 'company-network');
      assert.deepEqual([state, findings.map(({ id }) => id)], ['unknown', ['check-not-allowed']]);
      assert.equal((await statesOf(place))['fleet'], 'done');
    }));

  it('without a fleet, then tells all of the Region; where there is none, how to begin', () =>
    Workplace.with(async (place) => {
      const none = await place.run(['status']);
      assert.deepEqual([none.code, none.stdout], [0, '']);
      assert.match(
        none.stderr,
        /^There are no fleets in us-east-1\. Create one: worklink fleet create NAME$/m,
      );
      await place.succeed(['fleet', 'create', 'sales']);
      await place.succeed(['fleet', 'create', 'support']);
      const rows = (await place.json(['status'])) as StepRow[];
      assert.deepEqual([...new Set(rows.map(({ fleetName }) => fleetName))], ['sales', 'support']);
      assert.equal(rows.length, 24);
    }));

  for (const [format, pattern] of [
    ['csv', /^sales,Configure the identity provider,required,missing,/m],
    ['yaml', /^ {2}step: identity-provider$/m],
    ['text', /^sales\tConfigure the identity provider\trequired\tmissing\t/m],
  ] as const) {
    it(`has the same as ${format}`, () =>
      Workplace.with(async (place) => {
        await place.succeed(['fleet', 'create', 'sales']);
        assert.match(await place.succeed(['status', 'sales', '-o', format]), pattern);
      }));
  }

  it('given a fleet that is not there, then exits 5 and suggests', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales']);
      const run = await place.run(['status', 'sale', '--json']);
      assert.equal(run.code, 5);
      assert.equal(errorOf(run).code, 'NotFound');
      assert.equal((await place.run(['status', 'sales', '--expires-within', 'soon'])).code, 2);
    }));
});
