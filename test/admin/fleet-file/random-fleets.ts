import * as fc from 'fast-check';
import { domainKey, domainNameFault } from '../../../src/core/admin/domains/names.js';
import { createAuthority } from '../../../src/core/certificates/issue.js';
import {
  type DomainEntry,
  type FleetSpec,
  type InvitationSpec,
  type NetworkSpec,
} from '../../../src/core/model/fleet-file/fleet-document.js';
import { fixtureText } from '../../certificates/fixtures.js';

/** What fleets are made of that takes time to make. */
export interface FleetMaterial {
  /** PEM certificates of authorities. */
  readonly authorities: readonly string[];
  readonly metadata: readonly string[];
  /** ARNs of certificates that domains may have; none where they are left out. */
  readonly certificateArns?: readonly string[];
  /** Domains that may be, where not every one. */
  readonly domainNames?: readonly string[];
  /** What fleets may be linked with, where not anything. */
  readonly network?: NetworkSpec;
}

export async function fleetMaterial(now: Date): Promise<FleetMaterial> {
  const made = await Promise.all(['A', 'B', 'C'].map((name) => createAuthority({ name, now })));
  return {
    authorities: made.map(({ certificatePem }) => certificatePem),
    metadata: ['okta', 'adfs', 'entra'].map((vendor) =>
      fixtureText(`../saml/${vendor}-idp-metadata.xml`).replace(/^\ufeff/, ''),
    ),
  };
}

/** Texts that writers and readers of files may take for something else. */
const TRICKY = [
  'yes',
  'null',
  '1e3',
  '0x10',
  ' a',
  'b ',
  '- c',
  '# d',
  'e: f',
  '\u0085',
  'g\nh\n',
  '~',
  '2026-01-01',
];
const anyText = (maxLength: number): fc.Arbitrary<string> =>
  fc.oneof(fc.string({ minLength: 1, maxLength, unit: 'binary' }), fc.constantFrom(...TRICKY));
const name = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,12}[a-z0-9])?$/);
const tagKey = fc
  .string({
    minLength: 1,
    maxLength: 6,
    unit: fc.constantFrom('a', 'b', 'Y', '.', '_', ':', '/', '+', '-', '1'),
  })
  .filter((key) => !key.startsWith('aws:') && /^[a-zA-Z+-=._:/]+$/.test(key));
const someDomain = fc.domain().filter((domain) => domainNameFault(domain) === undefined);
const hexId = (prefix: string): fc.Arbitrary<string> =>
  fc.nat({ max: 0xffff }).map((id) => `${prefix}-${id.toString(16).padStart(8, '0')}`);
const sorted = (ids: fc.Arbitrary<string[]>): fc.Arbitrary<string[]> => ids.map((given) => given.toSorted());
const someNetwork: fc.Arbitrary<NetworkSpec> = fc.record(
  {
    vpcId: hexId('vpc'),
    subnetIds: sorted(fc.uniqueArray(hexId('subnet'), { minLength: 1, maxLength: 3 })),
    securityGroupIds: sorted(fc.uniqueArray(hexId('sg'), { minLength: 1, maxLength: 5 })),
  },
  { noNullPrototype: true },
);
/** Without braces, which are placeholders. */
const prose = anyText(40).map((text) => text.replace(/[{}]/g, '').replace(/^\ufeff/, ''));

const invitation: fc.Arbitrary<InvitationSpec> = fc.record(
  {
    subject: prose.map((text) => `Hello ${text.replace(/[\p{Cc}\u2028\u2029]/gu, ' ')}`),
    text: prose.map((text) => `${text} {{companyCode}}\n`),
    html: prose.map((text) => `<p>{{companyCode}}</p>${text}`),
    link: fc.constant('https://example.com/?code={{companyCode}}'),
  },
  { noNullPrototype: true, requiredKeys: ['subject', 'text', 'html'] },
);

function domain({ certificateArns = [], domainNames }: FleetMaterial): fc.Arbitrary<DomainEntry> {
  return fc.record(
    {
      name: domainNames === undefined ? someDomain : fc.constantFrom(...domainNames),
      displayName: anyText(20),
      certificateArn: fc.constantFrom(
        ...(certificateArns.length === 0
          ? ['arn:aws:acm:us-east-1:123456789012:certificate/1']
          : certificateArns),
      ),
      revoked: fc.constant(true),
    },
    {
      noNullPrototype: true,
      requiredKeys: certificateArns.length === 0 ? ['name'] : ['name', 'certificateArn'],
    },
  );
}

/** Fleets that files may hold, of every part something: in the order in which a fleet is read. */
export function randomFleets(material: FleetMaterial): fc.Arbitrary<readonly FleetSpec[]> {
  const fleet: fc.Arbitrary<FleetSpec> = fc.record(
    {
      name,
      displayName: anyText(30),
      optimizeForEndUserLocation: fc.constant(true),
      tags: fc
        .dictionary(tagKey, anyText(8), { minKeys: 1, maxKeys: 3, noNullPrototype: true })
        .map((tags) => Object.fromEntries(Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1)))),
      identityProvider: fc.record(
        { type: fc.constant('SAML' as const), metadata: fc.constantFrom(...material.metadata) },
        { noNullPrototype: true, requiredKeys: ['type'] },
      ),
      domains: fc
        .uniqueArray(domain(material), { minLength: 1, maxLength: 4, selector: (one) => domainKey(one.name) })
        .map((domains) => domains.toSorted((a, b) => (domainKey(a.name) < domainKey(b.name) ? -1 : 1))),
      websiteCertificateAuthorities: fc
        .subarray([...material.authorities], { minLength: 1 })
        .map((pems) =>
          pems.map((certificate, index) => ({ displayName: `CA ${String(index)}`, certificate })),
        ),
      authorizationProviders: fc
        .uniqueArray(someDomain, { minLength: 1, maxLength: 3, selector: domainKey })
        .map((names) =>
          names
            .toSorted((a, b) => (domainKey(a) < domainKey(b) ? -1 : 1))
            .map((domainName) => ({ type: 'SAML' as const, domainName })),
        ),
      deviceCaCertificate: fc.constantFrom(...material.authorities),
      network: material.network === undefined ? someNetwork : fc.constant(material.network),
      auditStreamArn: fc.constant('arn:aws:kinesis:us-east-1:123456789012:stream/AmazonWorkLink-a'),
      invitation,
    },
    { noNullPrototype: true, requiredKeys: ['name'] },
  );
  return fc
    .uniqueArray(fleet, { maxLength: 3, selector: (one) => one.name })
    .map((fleets) => fleets.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(unlike));
}

/** Display names are unique in an account. */
function unlike(spec: FleetSpec, fleetIndex: number): FleetSpec {
  const mark = (text: string, index: number): string =>
    `${text.slice(0, 20)}${String(fleetIndex)}.${String(index)}`;
  return {
    ...spec,
    ...(spec.displayName !== undefined && { displayName: mark(spec.displayName, 0) }),
    ...(spec.domains !== undefined && {
      domains: spec.domains.map((one, index) =>
        one.displayName === undefined ? one : { ...one, displayName: mark(one.displayName, index) },
      ),
    }),
  };
}
