import assert from 'node:assert/strict';
import { DomainDisplayNames } from '../../src/core/admin/display-names.js';
import { createFleet } from '../../src/core/admin/fleets.js';
import { invitingFleet } from '../../src/core/admin/invites/facts.js';
import { planTagRemoval } from '../../src/core/admin/tags.js';
import { websiteCaContent, websiteCaFiles } from '../../src/core/admin/website-cas/website-cas-download.js';
import { type Backend } from '../../src/core/ports/backend.js';
import { type WorkLink } from '../../src/core/ports/work-link.js';
import { withAccount } from '../support/account.js';

const ARN = 'arn:aws:worklink::123456789012:fleet/sales';

function backendThat(backend: Backend, answer: () => object): Backend {
  const call = (): Promise<object> =>
    new Promise((resolve) => {
      resolve(answer());
    });
  return { ...backend, workLink: { call: call as WorkLink['call'] } };
}

describe('what a fleet does not have', () => {
  it('given no tags, then none can be removed, and the hint says so', () =>
    withAccount(async ({ account, caller }) => {
      const backend = account.backend(caller());
      await createFleet(backend, { FleetName: 'sales' });
      await assert.rejects(planTagRemoval(backend, 'sales', ['a', 'b']), {
        code: 'NotFound',
        message: "The fleet has no tag 'a', 'b'.",
        hint: 'It has no tags.',
      });
    }));

  const fleets: readonly (readonly [string, object, RegExp])[] = [
    ['no company code', { FleetStatus: 'ACTIVE' }, /has no company code/],
    ['an empty company code', { FleetStatus: 'ACTIVE', CompanyCode: '' }, /has no company code/],
    ['a fleet being deleted', { FleetStatus: 'DELETING', CompanyCode: 'abc' }, /is DELETING: nobody/],
    ['a deleted fleet', { FleetStatus: 'DELETED', CompanyCode: 'abc' }, /is DELETED: nobody/],
  ];
  for (const [what, answer, message] of fleets) {
    it(`given ${what}, then nobody is invited to it`, () =>
      withAccount(({ account, caller }) =>
        assert.rejects(
          invitingFleet(
            backendThat(account.backend(caller()), () => answer),
            ARN,
          ),
          { code: 'WrongState', message },
        ),
      ));
  }

  it('given a failure other than a refusal, then a display name is not taken for free', () =>
    withAccount(async ({ account, caller }) => {
      for (const failure of [new Error('broken'), Object.assign(new Error('broken'), { code: 'Other' })]) {
        const backend = backendThat(account.backend(caller()), () => {
          throw failure;
        });
        const place = { fleetArn: ARN, domainName: 'a.example.com' };
        await assert.rejects(new DomainDisplayNames(backend).claim('Intranet', place), failure);
      }
    }));
});

describe('the file of a website certificate authority', () => {
  it('given one without a certificate, then it is named by its ID, and has no content in either form', () => {
    const ca = { websiteCaId: 'ca-1', findings: [] };
    assert.deepEqual(
      websiteCaFiles([ca], 'der').map(({ name }) => name),
      ['ca-1.der'],
    );
    for (const format of ['pem', 'der'] as const)
      assert.throws(() => websiteCaContent(ca, format), { code: 'NotFound', message: /no certificate/ });
  });
});
