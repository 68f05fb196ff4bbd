import assert from 'node:assert/strict';
import { fixture, type StartSubject, type Trial, useSubject } from '../subject.js';

interface Request {
  readonly NextToken?: string;
  readonly MaxResults?: number;
}
interface Page {
  readonly keys: readonly string[];
  readonly next: string | undefined;
}

/** A list of the service: how its items come and go, and how a page of it is read. */
interface PagedList {
  readonly operation: string;
  add(trial: Trial, index: number): Promise<void>;
  remove(trial: Trial, key: string): Promise<void>;
  page(trial: Trial, request: Request): Promise<Page>;
}

const FLEET = 'paged';
/** Certificates that differ: a fleet takes each once. */
const ROOTS = ['root', 'other-root', 'rsa-root', 'middle', 'lower', 'leaf', 'leaf-names'];

const LISTS: readonly PagedList[] = [
  {
    operation: 'ListFleets',
    add: async (trial, index) => {
      await trial.fleet(`fleet-${String(index)}`);
    },
    remove: async (trial, key) => {
      await trial.call('DeleteFleet', { FleetArn: trial.arn(key) });
      trial.settle();
    },
    page: async (trial, request) => {
      const { FleetSummaryList = [], NextToken } = await trial.call('ListFleets', request);
      const names = FleetSummaryList.map(({ FleetName = '' }) => FleetName);
      return { keys: names.filter((name) => name !== FLEET), next: NextToken };
    },
  },
  {
    operation: 'ListDomains',
    add: (trial, index) => trial.domain(trial.arn(FLEET), `site-${String(index)}.example.com`),
    remove: async (trial, key) => {
      await trial.call('DisassociateDomain', { FleetArn: trial.arn(FLEET), DomainName: key });
      trial.settle();
    },
    page: async (trial, request) => {
      const { Domains = [], NextToken } = await trial.call('ListDomains', {
        FleetArn: trial.arn(FLEET),
        ...request,
      });
      return { keys: Domains.map(({ DomainName }) => DomainName), next: NextToken };
    },
  },
  {
    operation: 'ListWebsiteCertificateAuthorities',
    add: async (trial, index) => {
      await trial.call('AssociateWebsiteCertificateAuthority', {
        FleetArn: trial.arn(FLEET),
        Certificate: await fixture(`certificates/chain/${ROOTS[index] ?? ''}.pem`),
      });
    },
    remove: async (trial, key) => {
      await trial.call('DisassociateWebsiteCertificateAuthority', {
        FleetArn: trial.arn(FLEET),
        WebsiteCaId: key,
      });
    },
    page: async (trial, request) => {
      const { WebsiteCertificateAuthorities = [], NextToken } = await trial.call(
        'ListWebsiteCertificateAuthorities',
        {
          FleetArn: trial.arn(FLEET),
          ...request,
        },
      );
      return {
        keys: WebsiteCertificateAuthorities.map(({ WebsiteCaId = '' }) => WebsiteCaId),
        next: NextToken,
      };
    },
  },
  {
    operation: 'ListWebsiteAuthorizationProviders',
    add: async (trial, index) => {
      await trial.call('AssociateWebsiteAuthorizationProvider', {
        FleetArn: trial.arn(FLEET),
        AuthorizationProviderType: 'SAML',
        DomainName: `login-${String(index)}.example.com`,
      });
    },
    remove: async (trial, key) => {
      await trial.call('DisassociateWebsiteAuthorizationProvider', {
        FleetArn: trial.arn(FLEET),
        AuthorizationProviderId: key,
      });
    },
    page: async (trial, request) => {
      const { WebsiteAuthorizationProviders = [], NextToken } = await trial.call(
        'ListWebsiteAuthorizationProviders',
        {
          FleetArn: trial.arn(FLEET),
          ...request,
        },
      );
      const ids = WebsiteAuthorizationProviders.map(
        ({ AuthorizationProviderId = '' }) => AuthorizationProviderId,
      );
      return { keys: ids, next: NextToken };
    },
  },
];

async function readAll(
  list: PagedList,
  trial: Trial,
  size: number,
  first?: string,
): Promise<readonly Page[]> {
  const pages: Page[] = [];
  let next = first;
  do {
    const page = await list.page(trial, { MaxResults: size, ...(next !== undefined && { NextToken: next }) });
    pages.push(page);
    next = page.next;
  } while (next !== undefined && pages.length < 20);
  return pages;
}

function keysOf(pages: readonly Page[]): readonly string[] {
  return pages.flatMap(({ keys }) => keys);
}

export function describePagination(start: StartSubject): void {
  describe('pagination', () => {
    const trial = useSubject(start);
    beforeEach(async () => {
      await trial.fleet(FLEET);
    });

    for (const list of LISTS) {
      describe(`of ${list.operation}`, () => {
        beforeEach(async () => {
          for (let index = 0; index < 5; index += 1) await list.add(trial, index);
        });

        it('has every item on one page, and once over many pages, in the same order', async () => {
          const whole = await list.page(trial, {});
          assert.deepEqual([whole.keys.length, whole.next], [5, undefined]);
          for (const size of [1, 2, 3, 5, 6, 2_147_483_647]) {
            const pages = await readAll(list, trial, size);
            assert.deepEqual(keysOf(pages), whole.keys);
            assert.ok(pages.every(({ keys }) => keys.length <= size));
            assert.ok(pages.slice(0, -1).every(({ next }) => /^[\w-]{1,4096}$/.test(next ?? '')));
          }
        });

        it('shows each item that stays exactly once, whatever comes and goes between two pages', async () => {
          const whole = await list.page(trial, {});
          const first = await list.page(trial, { MaxResults: 3 });
          const lastSeen = first.keys.at(-1) ?? '';
          await list.remove(trial, whole.keys[0] ?? ''); // seen
          await list.remove(trial, lastSeen); // where the next page begins
          await list.add(trial, 5);
          await list.add(trial, 6);
          const rest = keysOf(await readAll(list, trial, 1, first.next));
          const stayed = whole.keys.filter((key) => !first.keys.includes(key));
          const seen = [...first.keys, ...rest];
          assert.equal(new Set(seen).size, seen.length);
          assert.deepEqual(
            rest.filter((key) => whole.keys.includes(key)),
            stayed,
          );
        });

        it('does not take a token that is forged', async () => {
          const { next = '' } = await list.page(trial, { MaxResults: 2 });
          const changed = (next.startsWith('A') ? 'B' : 'A') + next.slice(1);
          for (const NextToken of [changed, next.slice(0, -1), `${next}A`, 'AAAA', 'a'.repeat(4096)]) {
            await assert.rejects(
              list.page(trial, { NextToken }),
              { code: 'InvalidRequestException' },
              NextToken,
            );
          }
        });

        it('does not take a token of another list', async () => {
          const { next = '' } = await list.page(trial, { MaxResults: 2 });
          for (const other of LISTS.filter(({ operation }) => operation !== list.operation)) {
            await assert.rejects(other.page(trial, { NextToken: next }), { code: 'InvalidRequestException' });
          }
        });

        it('refuses a page of no items', async () => {
          for (const MaxResults of [0, -1]) {
            await assert.rejects(list.page(trial, { MaxResults }), { code: 'InvalidRequestException' });
          }
        });
      });
    }

    it('does not take the token of one fleet\u2019s list for another\u2019s', async () => {
      const other = await trial.fleet('other');
      for (const name of ['a.example.com', 'b.example.com']) await trial.domain(trial.arn(FLEET), name);
      const { NextToken } = await trial.call('ListDomains', { FleetArn: trial.arn(FLEET), MaxResults: 1 });
      assert.ok(NextToken !== undefined);
      await trial.refuses(
        'InvalidRequestException',
        'ListDomains',
        { FleetArn: other, NextToken },
        /NextToken/,
      );
    });

    it('does not take the token of one Region\u2019s list for another\u2019s', async () => {
      await trial.fleet('second');
      const { NextToken } = await trial.call('ListFleets', { MaxResults: 1 });
      assert.ok(NextToken !== undefined);
      await assert.rejects(trial.subject.inRegion('eu-west-1').call('ListFleets', { NextToken }), {
        code: 'InvalidRequestException',
      });
    });
  });
}
