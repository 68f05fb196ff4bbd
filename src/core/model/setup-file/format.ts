import { DomainName } from '../../contract/shapes.js';
import { checkDocument, type Faults } from '../document/check.js';
import {
  choice,
  list,
  map,
  object,
  optional,
  required,
  shaped,
  text,
  truth,
  version,
} from '../document/fields.js';
import {
  type AuditStreamAnswer,
  type BackendAnswer,
  type CertificateFilesAnswer,
  type DevicePolicyAnswer,
  type DomainAnswer,
  type FleetAnswer,
  type IdentityProviderAnswer,
  type InvitationAnswer,
  LATER_STEPS,
  type NetworkAnswer,
  SETUP_FILE_VERSION,
  type SetupAnswers,
  type WebsiteCaAnswer,
} from './setup-answers.js';

/** More than any set-up has, and few enough to be asked for one after the other. */
const MAX_THINGS = 200;
const MAX_PATH = 4096;
/** Service model: DisplayName, TagKey, TagValue. */
const MAX_DISPLAY_NAME = 100;
const MAX_TAGS = 50;
const MAX_TAG_KEY = 128;
const MAX_TAG_VALUE = 256;

// What starts with a hyphen would be read as a flag, or as standard input, where the answers become commands.
const path = text('the path of a file', { max: MAX_PATH, pattern: /^[^-\0]/ });
const displayName = text('a display name', { max: MAX_DISPLAY_NAME });
const reference = text('a name or an ARN', { max: 2048 });

const backend = object<BackendAnswer>('backend', 'Where to work; as flags and settings say where left out.', {
  name: optional(choice(['local', 'aws'])),
  region: optional(
    text('a Region, such as us-east-1', { max: 64, pattern: /^[a-z]{2}(?:-[a-z]{2,12}){1,3}-[0-9]{1,2}$/ }),
  ),
  profile: optional(text('the name of a profile', { max: 256 }), 'Profile of the AWS configuration.'),
});

const fleet = object<FleetAnswer>('fleet', 'The fleet: created, where there is none of the name.', {
  name: required(text('a fleet name', { max: 48 })),
  displayName: optional(displayName, 'Name people see.'),
  optimizeForEndUserLocation: optional(truth),
  tags: optional(
    map(
      { kind: 'text', what: 'a tag key', min: 1, max: MAX_TAG_KEY },
      { kind: 'text', what: 'a tag value', min: 0, max: MAX_TAG_VALUE },
      MAX_TAGS,
    ),
  ),
});

const identityProvider = object<IdentityProviderAnswer>(
  'identityProvider',
  'The identity provider. Without metadata its type alone is linked.',
  {
    metadataFile: optional(path, 'Its SAML 2.0 metadata.'),
    metadataUrl: optional(
      // No user name and password: they would be kept.
      text('a URL of https without a user in it', {
        max: MAX_PATH,
        pattern: /^https?:\/\/[^@/?#\s]{1,260}(?:[/?#]\S*)?$/,
      }),
      'Where its metadata is downloaded from.',
    ),
    entityId: optional(text('an entity ID', { max: 1024 }), 'Picks it out of an aggregate.'),
    vendor: optional(text('a vendor', { max: 64 }), 'By whose names the service provider’s data is shown.'),
  },
);

const certificateFiles = object<CertificateFilesAnswer>(
  'certificateFiles',
  'A certificate to import. Files are named: no key has a place here.',
  {
    certificateFile: required(path),
    privateKeyFile: required(path),
    chainFile: optional(path),
    passphraseFile: optional(path, 'Passphrase of an encrypted key; asked for where left out.'),
  },
);

const domain = object<DomainAnswer>('domain', 'A domain, with one of certificate, import and request.', {
  name: required(shaped(DomainName)),
  displayName: optional(displayName),
  certificate: optional(reference, 'A certificate there is, by ARN or domain name.'),
  import: optional(certificateFiles),
  request: optional(truth, 'Whether one is requested, to be validated by DNS.'),
});

const websiteCa = object<WebsiteCaAnswer>('websiteCertificateAuthority', 'An authority that sites use.', {
  certificateFile: required(path),
  displayName: optional(displayName),
});

const network = object<NetworkAnswer>('network', 'The VPC through which the fleet reaches its sites.', {
  vpcId: required(text('the id of a VPC', { max: 256 })),
  subnetIds: required(list(text('the id of a subnet', { max: 256 }), { min: 1, max: MAX_THINGS })),
  securityGroupIds: required(list(text('the id of a security group', { max: 256 }), { min: 1, max: 5 })),
});

const devicePolicy = object<DevicePolicyAnswer>('devicePolicy', 'Whose device certificates are taken.', {
  certificateFiles: required(list(path, { min: 1, max: MAX_THINGS })),
});

const auditStream = object<AuditStreamAnswer>('auditStream', 'Where audit records go.', {
  stream: required(reference, 'Name, or ARN.'),
  create: optional(truth, 'Whether it is made where it is not there.'),
});

const invitation = object<InvitationAnswer>('invitation', 'The invitation: shown at the end.', {
  file: optional(path, 'Written here, too, as a message that mail programs open.'),
});

/** The answers to a set-up, as a file has them. */
export const SETUP_FORMAT = object<SetupAnswers>('setup', 'Answers to the questions of worklink setup.', {
  version: required(version(SETUP_FILE_VERSION)),
  backend: optional(backend),
  fleet: optional(fleet),
  identityProvider: optional(identityProvider),
  domains: optional(list(domain, { max: MAX_THINGS })),
  websiteCertificateAuthorities: optional(list(websiteCa, { max: MAX_THINGS })),
  network: optional(network),
  authorizationProviders: optional(list(shaped(DomainName), { max: MAX_THINGS })),
  devicePolicy: optional(devicePolicy),
  auditStream: optional(auditStream),
  invitation: optional(invitation),
  later: optional(list(choice(LATER_STEPS), { max: LATER_STEPS.length }), 'Steps that are left for later.'),
});

/** Holds a value against the format, and what holds between its members. @returns whether it is one; faults say why not */
export function isSetupAnswers(value: unknown, faults: Faults): value is SetupAnswers {
  if (!checkDocument(SETUP_FORMAT, value, faults)) return false;
  const before = faults.count;
  const { identityProvider: provider, domains = [], later = [] } = value;
  if (provider?.metadataFile !== undefined && provider.metadataUrl !== undefined)
    faults.add(['identityProvider'], 'has metadataFile and metadataUrl: give one of them');
  const seen = new Set<string>();
  for (const [index, { name, certificate, import: files, request = false }] of domains.entries()) {
    const ways = [certificate !== undefined, files !== undefined, request].filter(Boolean).length;
    if (ways > 1) faults.add(['domains', index], 'has more than one of certificate, import and request');
    if (seen.has(name.toLowerCase())) faults.add(['domains', index, 'name'], 'is there twice');
    seen.add(name.toLowerCase());
  }
  for (const [index, step] of later.entries())
    if (value[step] !== undefined) faults.add(['later', index], `is ${step}, which is answered, too`);
  return faults.count === before;
}
