import assert from 'node:assert/strict';
import Sqlite from 'better-sqlite3';
import { type Backend } from '../../../src/core/ports/backend.js';
import { type CallBatch } from '../../../src/core/ports/call-batch.js';
import { pooled } from '../../../src/core/backends/local/identifiers.js';
import { type TemporaryAccount, withAccount } from '../../support/account.js';

const ARN = 'arn:aws:worklink::123456789012:fleet/demo';

interface Prepared extends TemporaryAccount {
  readonly backend: Backend;
  readonly batch: CallBatch;
  readonly certificate: string;
}

/** A fleet `demo`, and a certificate for *.example.com. */
function withBatch(body: (prepared: Prepared) => Promise<void>): Promise<void> {
  return withAccount(async (temporary) => {
    const backend = temporary.account.backend(temporary.caller());
    await backend.workLink.call('CreateFleet', { FleetName: 'demo' });
    const certificate = await backend.certificates.request({ domainName: '*.example.com' });
    await backend.emulator?.certificates.validate(certificate);
    assert.ok(backend.batch !== undefined);
    await body({ ...temporary, backend, batch: backend.batch, certificate });
  });
}

function inputs(names: readonly string[], certificate: string) {
  return names.map((name) => ({ FleetArn: ARN, DomainName: name, AcmCertificateArn: certificate }));
}

function trailOf(file: string, event: string): { errorCode?: string; eventID: string }[] {
  const db = new Sqlite(file, { readonly: true });
  const rows = db.prepare('SELECT record FROM trail_events WHERE event_name = ? ORDER BY seq').all(event);
  db.close();
  return (rows as { record: string }[]).map(({ record }) => JSON.parse(record) as { eventID: string });
}

async function domains({ backend }: Prepared): Promise<readonly string[]> {
  const { Domains: all = [] } = await backend.workLink.call('ListDomains', { FleetArn: ARN });
  return all.map(({ DomainName: name }) => name);
}

describe('many calls made together', () => {
  it('are each answered or refused, in their order, and each recorded', () =>
    withBatch(async (prepared) => {
      const { batch, certificate, file } = prepared;
      const names = ['a.example.com', 'a.example.com', 'b.example.org', 'not a name', 'c.example.com'];
      const answers = await batch.call('AssociateDomain', inputs(names, certificate));
      assert.deepEqual(
        answers.map((answer) => ('error' in answer ? answer.error.code : answer.output)),
        [{}, 'ResourceAlreadyExistsException', 'InvalidRequestException', 'InvalidRequestException', {}],
      );
      assert.deepEqual(await domains(prepared), ['a.example.com', 'c.example.com']);
      const records = trailOf(file, 'AssociateDomain');
      assert.deepEqual(
        records.map(({ errorCode }) => errorCode),
        [
          undefined,
          'ResourceAlreadyExistsException',
          'InvalidRequestException',
          'InvalidRequestException',
          undefined,
        ],
      );
      assert.equal(new Set(records.map(({ eventID }) => eventID)).size, 5);
    }));

  it('are authorized, each on what it names', () =>
    withBatch(async (prepared) => {
      const { account, caller, certificate } = prepared;
      const Statement = [
        { Effect: 'Allow', Action: '*', Resource: '*' },
        { Effect: 'Deny', Action: '*', Resource: ARN },
      ];
      const { principal } = account.createPrincipal({
        name: 'other',
        policies: [{ Version: '2012-10-17', Statement }],
      });
      const backend = account.backend(caller({ principal }));
      const answers = await backend.batch?.call(
        'AssociateDomain',
        inputs(['a.example.com', 'b.example.com'], certificate),
      );
      assert.deepEqual(
        answers?.map((answer) => 'error' in answer && answer.error.code),
        ['UnauthorizedException', 'UnauthorizedException'],
      );
      const tagged = await backend.batch?.call('TagResource', [{ ResourceArn: ARN, Tags: { a: 'b' } }]);
      assert.ok(tagged?.[0] !== undefined && 'error' in tagged[0]);
    }));

  it('see what those before them wrote, also where it was read before', () =>
    withBatch(async ({ batch, backend }) => {
      const answers = await batch.call('CreateFleet', [
        { FleetName: 'one', Tags: { a: '1' } },
        { FleetName: 'one' },
        { FleetName: 'two' },
      ]);
      assert.deepEqual(
        answers.map((answer) => 'error' in answer),
        [false, true, false],
      );
      const gone = await batch.call('DeleteFleet', [{ FleetArn: ARN }, { FleetArn: ARN }]);
      assert.deepEqual(
        gone.map((answer) => 'error' in answer),
        [false, true],
      );
      const { FleetSummaryList: fleets = [] } = await backend.workLink.call('ListFleets', {});
      assert.deepEqual(
        fleets.map(({ FleetName, FleetStatus }) => `${FleetName ?? ''} ${FleetStatus ?? ''}`),
        ['demo DELETING', 'one CREATING', 'two CREATING'],
      );
    }));

  it('are struck by faults one by one', () =>
    withBatch(async (prepared) => {
      const { batch, certificate, backend } = prepared;
      backend.emulator?.addFault({
        operation: 'AssociateDomain',
        error: 'TooManyRequestsException',
        remaining: 1,
      });
      const names = ['a.example.com', 'b.example.com'];
      const answers = await batch.call('AssociateDomain', inputs(names, certificate));
      assert.deepEqual(
        answers.map((answer) => ('error' in answer ? answer.error.code : 'done')),
        ['TooManyRequestsException', 'done'],
      );
      assert.deepEqual(await domains(prepared), ['b.example.com']);
    }));

  it('answer what they read', () =>
    withBatch(async ({ batch }) => {
      const [first, second] = await batch.call('DescribeFleetMetadata', [
        { FleetArn: ARN },
        { FleetArn: `${ARN}x` },
      ]);
      assert.equal(first !== undefined && 'output' in first && first.output.FleetName, 'demo');
      assert.ok(second !== undefined && 'error' in second);
    }));
});

describe('a pool of random bytes', () => {
  it('gives each byte once, and asks anew where too few are left', () => {
    let next = 0;
    const asked: number[] = [];
    const random = pooled((bytes) => {
      asked.push(bytes);
      return Uint8Array.from({ length: bytes }, () => next++ % 256);
    });
    const taken = Array.from({ length: 300 }, () => Buffer.from(random(16)));
    assert.equal(asked.length, 2);
    const bytes = Buffer.concat(taken);
    assert.ok(bytes.every((byte, index) => byte === index % 256));
    assert.equal(random(10_000).length, 10_000);
  });
});
