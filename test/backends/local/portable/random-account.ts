import * as fc from 'fast-check';
import { createAuthority, issueCertificate } from '../../../../src/core/certificates/issue.js';
import {
  type AccountDocument,
  type CertificateEntry,
  type DeviceEntry,
  type DomainEntry,
  type FleetEntry,
  type SubnetEntry,
  type VpcEntry,
} from '../../../../src/core/model/account-file/account-document.js';
import { operationNames } from '../../../../src/core/contract/contract.js';
import { fixtureText } from '../../../certificates/fixtures.js';

/** Certificates to build accounts with: made once, since keys take time. */
export interface Material {
  readonly authority: { readonly certificatePem: string; readonly privateKeyPem: string };
  readonly issued: { readonly certificatePem: string; readonly chainPem: string };
  readonly metadata: string;
}

const NOW = new Date('2026-01-01T00:00:00Z');

export async function makeMaterial(): Promise<Material> {
  const authority = await createAuthority({ name: 'Example authority', now: NOW });
  const issued = await issueCertificate({
    authority,
    domainName: 'intranet.example.com',
    subjectAltNames: ['*.example.com'],
    now: NOW,
    days: 395,
  });
  return { authority, issued, metadata: fixtureText('../saml/okta-idp-metadata.xml') };
}

/** Where states that wait for time are due: later than any test goes. */
const LATER = fc.date({ min: new Date('2040-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
const PAST = fc.date({ min: new Date('1990-01-01'), max: NOW, noInvalidDate: true });
const later = LATER.map((date) => date.toISOString());
const past = PAST.map((date) => date.toISOString());
/** Any characters that a person or a client may have given: nothing of them is to be lost in a file. */
const anyText = (maxLength: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({ minLength: 1, maxLength, unit: 'binary' }),
    fc.constantFrom(
      'yes',
      'null',
      '1e3',
      '0x10',
      ' leading',
      'trailing ',
      '- item',
      '# no',
      'a: b',
      '\u0085',
      'line\nline\n',
    ),
  );
const hexId = (prefix: string): fc.Arbitrary<string> =>
  fc.nat({ max: 0xffffff }).map((id) => `${prefix}-${id.toString(16).padStart(8, '0')}`);
const tags = fc.dictionary(
  fc
    .string({
      minLength: 1,
      maxLength: 6,
      unit: fc.constantFrom('a', 'b', 'Y', 'Z', '.', '_', ':', '/', '+', '-'),
    })
    .filter((key) => !key.startsWith('aws:')),
  anyText(8),
  { maxKeys: 3, noNullPrototype: true },
);
const region = fc.constantFrom('us-east-1', 'eu-west-1');
/** Some members of an entry, always those that are required. */
const some = fc.record;

const subnet: fc.Arbitrary<SubnetEntry> = some(
  {
    id: hexId('subnet'),
    availabilityZone: fc.constantFrom('us-east-1a', 'us-east-1b'),
    cidr: fc.constant('10.0.1.0/24'),
    freeAddresses: fc.nat({ max: 65_536 }),
    defaultRoute: fc.constantFrom('nat', 'internet-gateway', 'none'),
    tags,
  },
  { requiredKeys: ['id'] },
);
const vpc: fc.Arbitrary<VpcEntry> = some(
  {
    id: hexId('vpc'),
    region,
    cidr: fc.constant('10.0.0.0/16'),
    tags,
    subnets: fc.uniqueArray(subnet, { maxLength: 3, selector: ({ id }) => id }),
    securityGroups: fc.uniqueArray(
      some(
        {
          id: hexId('sg'),
          name: anyText(20),
          description: fc.string({ maxLength: 20 }),
          outboundRules: fc.array(
            fc.constantFrom(
              { protocol: 'all', destination: '0.0.0.0/0' } as const,
              { protocol: 'tcp', fromPort: 0, toPort: 65_535, destination: '::/0' } as const,
              { protocol: 'udp', fromPort: 53, toPort: 53, destination: 'sg-11111111' } as const,
            ),
            { maxLength: 3 },
          ),
          tags,
        },
        { requiredKeys: ['id'] },
      ),
      { maxLength: 3, selector: ({ id }) => id },
    ),
  },
  { requiredKeys: ['id'] },
);

const arn = fc.uuid().map((id) => `arn:aws:acm:us-east-1:123456789012:certificate/${id}`);
function certificate({ issued }: Material): fc.Arbitrary<CertificateEntry> {
  const { certificatePem, chainPem } = issued;
  return fc.oneof(
    some(
      {
        arn,
        type: fc.constant('IMPORTED' as const),
        certificate: fc.constantFrom(certificatePem, certificatePem.replaceAll('\n', '\r\n')),
        chain: fc.constant(chainPem),
        createdTime: past,
        issuedTime: past,
      },
      { requiredKeys: ['arn', 'type', 'certificate'] },
    ),
    some(
      {
        arn,
        type: fc.constant('AMAZON_ISSUED' as const),
        status: fc.constantFrom('PENDING_VALIDATION' as const),
        domainName: fc.constantFrom('a.example.com', '*.example.com'),
        subjectAlternativeNames: fc.constant(['a.example.com', 'b.example.com']),
        validationToken: fc.constant('00ff'),
        createdTime: fc.constant(NOW.toISOString()),
        dueTime: later,
      },
      { requiredKeys: ['arn', 'type', 'status', 'domainName', 'createdTime'] },
    ),
    some(
      {
        arn,
        type: fc.constant('AMAZON_ISSUED' as const),
        status: fc.constantFrom('VALIDATION_TIMED_OUT' as const, 'FAILED' as const),
        domainName: fc.constant('a.example.com'),
      },
      { requiredKeys: ['arn', 'type', 'status', 'domainName'] },
    ),
  );
}

function domain(arns: readonly string[]): fc.Arbitrary<DomainEntry> {
  const members = {
    name: fc.domain(),
    displayName: anyText(20),
    certificateArn: arns.length === 0 ? fc.constant('') : fc.constantFrom(...arns),
    createdTime: past,
  };
  return fc.oneof(
    some(
      {
        ...members,
        status: fc.constantFrom('ACTIVE', 'INACTIVE', 'FAILED_TO_ASSOCIATE', 'FAILED_TO_DISASSOCIATE'),
      },
      { requiredKeys: ['name', 'certificateArn'] },
    ),
    some(
      {
        ...members,
        status: fc.constantFrom('PENDING_VALIDATION', 'ASSOCIATING', 'DISASSOCIATING'),
        dueTime: later,
      },
      { requiredKeys: ['name', 'certificateArn', 'status'] },
    ),
  );
}

const device: fc.Arbitrary<DeviceEntry> = fc.oneof(
  some(
    {
      id: anyText(20),
      username: anyText(20),
      status: fc.constantFrom('ACTIVE', 'SIGNED_OUT'),
      model: anyText(20),
      manufacturer: anyText(5),
      operatingSystem: anyText(5),
      operatingSystemVersion: fc.constantFrom('13.3', '1e3', '010'),
      patchLevel: fc.constantFrom('2020-01-01', 'null'),
      firstAccessedTime: past,
      lastAccessedTime: past,
    },
    { requiredKeys: ['id', 'username'] },
  ),
  some({ id: anyText(20), username: anyText(20), dueTime: later }),
);

function fleet({ authority, issued, metadata }: Material, arns: readonly string[]): fc.Arbitrary<FleetEntry> {
  const id = fc.uuid();
  return some(
    {
      name: fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/),
      region,
      displayName: anyText(30),
      optimizeForEndUserLocation: fc.boolean(),
      companyCode: fc.nat().map((code) => code.toString(16).padStart(8, '0')),
      createdTime: past,
      updatedTime: past,
      tags,
      auditStreamArn: fc.constant('arn:aws:kinesis:us-east-1:123456789012:stream/AmazonWorkLink-a'),
      deviceCaCertificate: fc.constant(authority.certificatePem),
      identityProvider: some(
        { type: fc.constant('SAML' as const), metadata: fc.constant(metadata) },
        { requiredKeys: ['type'] },
      ),
      network: fc.constant({
        vpcId: 'vpc-11111111',
        subnetIds: ['subnet-11111111', 'subnet-22222222'],
        securityGroupIds: ['sg-11111111'],
      }),
      domains: fc.uniqueArray(domain(arns), {
        maxLength: arns.length === 0 ? 0 : 4,
        selector: ({ name }) => name.toLowerCase(),
      }),
      websiteCertificateAuthorities: fc.uniqueArray(
        some(
          {
            id,
            certificate: fc.constantFrom(authority.certificatePem, issued.certificatePem),
            displayName: anyText(20),
            createdTime: past,
          },
          { requiredKeys: ['certificate'] },
        ),
        { maxLength: 2, selector: (ca) => ca.certificate },
      ),
      authorizationProviders: fc.uniqueArray(
        some(
          { id, type: fc.constant('SAML' as const), domainName: fc.domain(), createdTime: past },
          { requiredKeys: ['type'] },
        ),
        { maxLength: 3, selector: ({ domainName = '' }) => domainName.toLowerCase() },
      ),
      devices: fc.uniqueArray(device, { maxLength: 5, selector: (entry) => entry.id }),
    },
    { requiredKeys: ['name'] },
  );
}

const POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'worklink:List*', Resource: '*' }],
} as const;

/** Accounts with something of everything, each entry with some of its members. */
export function randomAccount(material: Material): fc.Arbitrary<AccountDocument> {
  return fc
    .uniqueArray(certificate(material), { maxLength: 3, selector: (entry) => entry.arn })
    .chain((certificates) => {
      const arns = certificates.map((entry) => entry.arn);
      return some(
        {
          version: fc.constant(1 as const),
          accountId: fc.constant('123456789012'),
          clockOffsetMs: fc.integer({ min: -86_400_000, max: 86_400_000 }),
          principals: fc.uniqueArray(
            some(
              {
                name: fc.constantFrom('administrator', 'reader', 'a+b@example.com'),
                policies: fc.subarray<string | typeof POLICY>(['AmazonWorkLinkReadOnly', POLICY]),
                createdTime: past,
              },
              { requiredKeys: ['name', 'policies'] },
            ),
            { selector: ({ name }) => name, maxLength: 3 },
          ),
          roles: fc.constant([{ name: 'AWSServiceRoleForAmazonWorkLink' }]),
          vpcs: distinctVpcs,
          streams: fc.constant(['arn:aws:kinesis:us-east-1:123456789012:stream/AmazonWorkLink-a']),
          distributionAliases: fc.constant(['CDN.example.com', '*.example.net']),
          certificateAuthority: some(
            {
              certificate: fc.constant(material.authority.certificatePem),
              privateKey: fc.constant(material.authority.privateKeyPem),
            },
            { requiredKeys: ['certificate'] },
          ),
          serviceProviderKey: fc.constant({
            certificate: material.authority.certificatePem,
            privateKey: material.authority.privateKeyPem,
          }),
          certificates: fc.constant(certificates),
          fleets: fc
            .uniqueArray(fleet(material, arns), { maxLength: 3, selector: ({ name }) => name })
            .map(distinctIds),
          faults: fc.array(
            some({
              latencyMs: fc.integer({ min: 1, max: 1000 }),
              error: fc.constant('TooManyRequestsException' as const),
              operation: fc.constantFrom(...operationNames),
              remaining: fc.integer({ min: 1, max: 9 }),
              rate: fc.double({ min: Number.EPSILON, max: 1, noNaN: true }),
            }),
            { maxLength: 2 },
          ),
        },
        { requiredKeys: ['version', 'certificates'] },
      );
    });
}

/** Subnets and groups of one VPC only: their ids are the account's. */
const distinctVpcs: fc.Arbitrary<readonly VpcEntry[]> = fc
  .uniqueArray(vpc, { maxLength: 2, selector: ({ id }) => id })
  .map((vpcs) =>
    vpcs.map((entry, index) => (index === 0 ? entry : { ...entry, subnets: [], securityGroups: [] })),
  );

/** Company codes that two fleets share are made up in seeding. */
function distinctIds(fleets: readonly FleetEntry[]): readonly FleetEntry[] {
  const seen = new Set<string | undefined>();
  return fleets.map((entry) => {
    const { companyCode, ...rest } = entry;
    const isNew = companyCode !== undefined && !seen.has(companyCode);
    seen.add(companyCode);
    return isNew ? entry : rest;
  });
}
