import { type OperationName, operationNames } from '../../contract/contract.js';
import { SERVICE_ERRORS, type ServiceErrorName } from '../../contract/errors.js';
import * as shapes from '../../contract/shapes.js';
import { ACCOUNT_FILE_VERSION, type AccountDocument } from './account-document.js';
import type * as entries from './account-document.js';
import {
  choice,
  enumerated,
  list,
  map,
  moment,
  object,
  optional,
  policy,
  required,
  share,
  shaped,
  text,
  truth,
  version,
  whole,
} from '../document/fields.js';
import { CERTIFICATE_STATUSES } from '../certificate-states.js';
import { NETWORK_FIELDS } from './network-format.js';

const MAX_NAMES_OF_A_CERTIFICATE = 100;
const MAX_POLICIES = 100;
/** Longer than from 1970 to 9999, either way, in milliseconds. */
const MAX_CLOCK_OFFSET = 300_000_000_000_000;
const MAX_LATENCY = 2 ** 31 - 1;

const ACCOUNT_ID = text('an account id of 12 digits, in quotes', {
  min: 12,
  max: 12,
  pattern: /^[0-9]{12}$/,
});
const IAM_NAME = text('a name as IAM has it', { max: 64, pattern: /^[\w+=,.@-]+$/ });
const CERTIFICATE_ARN = text('the ARN of an ACM certificate in us-east-1', {
  max: 256,
  pattern: /^arn:aws:acm:us-east-1:[0-9]{12}:certificate\/[A-Za-z0-9-]{1,64}$/,
});
const REGION = text('a Region, such as us-east-1', {
  max: 32,
  pattern: /^[a-z]{2}(?:-[a-z]{2,12}){1,3}-[0-9]{1,2}$/,
});
const PEM = text('PEM certificates', { max: 1_048_576 });
/** Certificates are made elsewhere too: whatever name one of them presents is carried along. */
const CERTIFICATE_NAME = text('a name a certificate presents', { max: 253, pattern: /^[\x21-\x7e]+$/ });
/** Of a distribution's names, wildcards included (CloudFront Developer Guide, Alternate domain names). */
const ALIAS = text('a domain name, or one with a wildcard', {
  max: 253,
  pattern: /^(?:\*\.)?(?:[A-Za-z0-9_-]{1,63}\.)+[A-Za-z0-9-]{1,63}$/,
});

/** An id of IAM's own: kinds differ in how they begin (IAM User Guide, Unique identifiers). */
function iamIdField(prefix: string) {
  return text(`an id that begins ${prefix}`, {
    max: 128,
    pattern: new RegExp(`^${prefix}[A-Z0-9]{12,124}$`),
  });
}

const principal = object<entries.PrincipalEntry>('Principal', 'An IAM user.', {
  name: required(IAM_NAME, 'The one named administrator is always there: what it has here, it is given.'),
  id: optional(iamIdField('AIDA')),
  policies: required(
    list(policy, { max: MAX_POLICIES }),
    'Names or ARNs of managed policies, or policy documents.',
  ),
  createdTime: optional(moment),
  accessKeyId: optional(iamIdField('AKIA'), 'Together with the secret access key, or not at all.'),
  secretAccessKey: optional(
    text('a secret access key', { min: 16, max: 128, pattern: /^[\x21-\x7e]+$/ }),
    'A secret. Where there is none, the principal has a new key.',
  ),
});

const role = object<entries.RoleEntry>('Role', 'An IAM role.', {
  name: required(IAM_NAME),
  id: optional(iamIdField('AROA')),
  createdTime: optional(moment),
});

const certificate = object<entries.CertificateEntry>('Certificate', 'An ACM certificate in us-east-1.', {
  arn: required(CERTIFICATE_ARN),
  type: required(choice(['IMPORTED', 'AMAZON_ISSUED'])),
  status: optional(choice(CERTIFICATE_STATUSES), 'ISSUED where left out.'),
  dueTime: optional(moment, 'When it expires, or when its validation times out.'),
  domainName: optional(CERTIFICATE_NAME, "The certificate's first name where left out."),
  subjectAlternativeNames: optional(list(CERTIFICATE_NAME, { min: 1, max: MAX_NAMES_OF_A_CERTIFICATE })),
  validationToken: optional(
    text('a validation token of hexadecimal digits', { max: 128, pattern: /^[0-9a-f]+$/ }),
    "What the names of a requested certificate's validation records are made of.",
  ),
  certificate: optional(
    PEM,
    'PEM. One that is AMAZON_ISSUED and ISSUED, and has none, is issued when it is seeded.',
  ),
  chain: optional(PEM, 'PEM certificates from the issuer up.'),
  createdTime: optional(moment),
  issuedTime: optional(moment),
});

const domain = object<entries.DomainEntry>('Domain', 'A domain of a fleet.', {
  name: required(shaped(shapes.DomainName)),
  displayName: optional(shaped({ ...shapes.DisplayName, min: 1 })),
  certificateArn: required(CERTIFICATE_ARN, 'A certificate of the account.'),
  status: optional(enumerated(shapes.DomainStatus), 'ACTIVE where left out.'),
  dueTime: optional(moment, 'When a state that time ends is over; never where left out.'),
  createdTime: optional(moment),
});

const websiteCa = object<entries.WebsiteCaEntry>(
  'WebsiteCertificateAuthority',
  'A certificate authority whose websites are trusted.',
  {
    id: optional(shaped(shapes.Id)),
    certificate: required(shaped(shapes.Certificate), 'PEM.'),
    displayName: optional(shaped({ ...shapes.DisplayName, min: 1 })),
    createdTime: optional(moment),
  },
);

const authorizationProvider = object<entries.AuthorizationProviderEntry>(
  'AuthorizationProvider',
  'Who authorizes access to websites.',
  {
    id: optional(shaped(shapes.Id)),
    type: required(enumerated(shapes.AuthorizationProviderType)),
    domainName: optional(shaped(shapes.DomainName)),
    createdTime: optional(moment),
  },
);

const device = object<entries.DeviceEntry>('Device', 'A device, and by its username a user of the fleet.', {
  id: required(shaped(shapes.Id)),
  username: required(shaped(shapes.Username)),
  status: optional(enumerated(shapes.DeviceStatus), 'ACTIVE where left out.'),
  dueTime: optional(moment, 'When a sign-out that was asked for takes effect.'),
  model: optional(shaped(shapes.DeviceModel)),
  manufacturer: optional(shaped(shapes.DeviceManufacturer)),
  operatingSystem: optional(shaped(shapes.DeviceOperatingSystemName)),
  operatingSystemVersion: optional(shaped(shapes.DeviceOperatingSystemVersion)),
  patchLevel: optional(shaped(shapes.DevicePatchLevel)),
  firstAccessedTime: optional(moment),
  lastAccessedTime: optional(moment),
});

const fleet = object<entries.FleetEntry>('Fleet', 'A fleet with all that is its own.', {
  name: required(shaped(shapes.FleetName)),
  region: optional(REGION, 'The Region of who seeds, where left out.'),
  displayName: optional(shaped({ ...shapes.DisplayName, min: 1 })),
  optimizeForEndUserLocation: optional(truth),
  companyCode: optional(shaped(shapes.CompanyCode)),
  status: optional(enumerated(shapes.FleetStatus), 'ACTIVE where left out.'),
  dueTime: optional(moment, 'When a fleet that is CREATING or DELETING is done; never where left out.'),
  createdTime: optional(moment),
  updatedTime: optional(moment),
  tags: optional(map(shaped(shapes.TagKey), shaped(shapes.TagValue), shapes.TagMap.max)),
  auditStreamArn: optional(shaped(shapes.AuditStreamArn)),
  deviceCaCertificate: optional(shaped(shapes.CertificateChain), 'PEM certificates.'),
  identityProvider: optional(
    object<entries.IdentityProviderEntry>('IdentityProvider', "Who signs a fleet's users in.", {
      type: required(enumerated(shapes.IdentityProviderType)),
      metadata: optional(shaped(shapes.SamlMetadata), 'SAML 2.0 metadata.'),
    }),
  ),
  network: optional(
    object<entries.FleetNetworkEntry>('FleetNetwork', "The company's network as a fleet is linked to it.", {
      vpcId: required(shaped(shapes.VpcId)),
      subnetIds: required(list(shaped(shapes.SubnetId), { min: 1 })),
      securityGroupIds: required(
        list(shaped(shapes.SecurityGroupId), { min: 1, max: shapes.SecurityGroupIds.max }),
      ),
    }),
  ),
  domains: optional(list(domain)),
  websiteCertificateAuthorities: optional(list(websiteCa)),
  authorizationProviders: optional(list(authorizationProvider)),
  devices: optional(list(device)),
});

const fault = object<entries.FaultEntry>(
  'Fault',
  'A disturbance of the service: an error, a delay, or both.',
  {
    id: optional(text('an id', { max: 64, pattern: /^[A-Za-z0-9-]+$/ })),
    operation: optional(choice<OperationName>(operationNames), 'Every operation where left out.'),
    error: optional(choice<ServiceErrorName>(Object.keys(SERVICE_ERRORS) as ServiceErrorName[])), // its own keys
    latencyMs: optional(whole(1, MAX_LATENCY)),
    remaining: optional(whole(1), 'How many more calls it strikes; no end where left out.'),
    rate: optional(share, 'The share of calls it strikes; every one where left out.'),
  },
);

/** The format of an account file, version 1. */
export const ACCOUNT_FILE_FORMAT = object<AccountDocument>(
  'Account',
  'A whole emulated account of worklink.',
  {
    version: required(version(ACCOUNT_FILE_VERSION), 'The version of this format.'),
    accountId: optional(ACCOUNT_ID, 'The account the ARNs are of: that of the emulator.'),
    clockOffsetMs: optional(
      whole(-MAX_CLOCK_OFFSET, MAX_CLOCK_OFFSET),
      "How far the emulator's clock is ahead of the machine's, in milliseconds.",
    ),
    principals: optional(list(principal)),
    roles: optional(list(role)),
    vpcs: optional(list(NETWORK_FIELDS.vpc(REGION))),
    streams: optional(
      list(
        text('the ARN of a Kinesis data stream', {
          max: 512,
          pattern: /^arn:aws:kinesis:[a-z0-9-]{1,32}:[0-9]{12}:stream\/[\w.-]{1,128}$/,
        }),
      ),
      'ARNs of Kinesis data streams.',
    ),
    distributionAliases: optional(
      list(ALIAS),
      "Names that CloudFront distributions carry, which no fleet's domain may have.",
    ),
    certificateAuthority: optional(
      object<entries.CertificateAuthorityEntry>(
        'CertificateAuthority',
        'Who issues the certificates that the emulated ACM is asked for.',
        {
          certificate: required(PEM, 'PEM.'),
          privateKey: optional(
            text('a PKCS#8 private key in PEM', { max: 65_536 }),
            'A secret. Without it nothing more is signed: a new authority takes its place.',
          ),
        },
      ),
    ),
    serviceProviderKey: optional(
      object<entries.ServiceProviderKeyEntry>(
        'ServiceProviderKey',
        'By which the fleets are SAML service providers: requests are signed with it, assertions encrypted to it.',
        {
          certificate: required(PEM, 'PEM.'),
          privateKey: required(text('a PKCS#8 private key in PEM', { max: 65_536 }), 'A secret.'),
        },
      ),
    ),
    certificates: optional(list(certificate)),
    fleets: optional(list(fleet)),
    faults: optional(list(fault)),
  },
);
