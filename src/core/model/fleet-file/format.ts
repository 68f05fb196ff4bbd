import * as shapes from '../../contract/shapes.js';
import {
  enumerated,
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
import { FLEET_FILE_VERSION, type FleetDocument } from './fleet-document.js';
import type * as entries from './fleet-document.js';

/** Longer than any certificate the service takes; what it is is judged apart. */
const PEM = text('PEM certificates', { max: 65_536 });
const PATH = text('the path of a file, from the folder of this one', { max: 4_096 });
/** ARNs have at most 2,048 characters (service model, FleetArn); this one's shape names no limit. */
const MAX_ARN_LENGTH = 2_048;
const DISPLAY_NAME = shaped({ ...shapes.DisplayName, min: 1 });
/** Longer than an invitation may be, which is judged apart. */
const INVITATION_PART = text('a part of an invitation', { min: 0, max: 1_000_000 });

export const IDENTITY_PROVIDER_FORMAT = object<entries.IdentityProviderEntry>(
  'IdentityProvider',
  "Who signs the fleet's users in.",
  {
    type: required(enumerated(shapes.IdentityProviderType)),
    metadata: optional(shaped(shapes.SamlMetadata), 'SAML 2.0 metadata; or a file of it in metadataFile.'),
    metadataFile: optional(PATH, 'A file of SAML 2.0 metadata.'),
  },
);

export const DOMAIN_FORMAT = object<entries.DomainEntry>('Domain', 'A website that users reach.', {
  name: required(shaped(shapes.DomainName), 'A fully qualified domain name, no wildcard.'),
  displayName: optional(DISPLAY_NAME, 'Unique in the account.'),
  certificateArn: optional(
    shaped({ ...shapes.AcmCertificateArn, max: MAX_ARN_LENGTH }),
    'An ACM certificate in us-east-1. The issued one that covers the name, where left out.',
  ),
  revoked: optional(truth, 'Whether access to it is revoked; false where left out.'),
});

export const WEBSITE_CA_FORMAT = object<entries.WebsiteCaEntry>(
  'WebsiteCertificateAuthority',
  'A certificate authority whose websites are trusted.',
  {
    certificate: optional(PEM, 'One PEM certificate; or a file of it in certificateFile.'),
    certificateFile: optional(PATH, 'A file of one certificate.'),
    displayName: optional(DISPLAY_NAME),
  },
);

export const AUTHORIZATION_PROVIDER_FORMAT = object<entries.AuthorizationProviderSpec>(
  'AuthorizationProvider',
  'Who authorizes access to websites besides the identity provider.',
  {
    type: required(enumerated(shapes.AuthorizationProviderType)),
    domainName: optional(shaped(shapes.DomainName)),
  },
);

export const NETWORK_FORMAT = object<entries.NetworkSpec>(
  'Network',
  'The VPC through which the fleet reaches websites.',
  {
    vpcId: required(shaped(shapes.VpcId)),
    subnetIds: required(list(shaped(shapes.SubnetId), { min: 1 })),
    securityGroupIds: required(
      list(shaped(shapes.SecurityGroupId), { min: 1, max: shapes.SecurityGroupIds.max }),
    ),
  },
);

export const INVITATION_FORMAT = object<entries.InvitationEntry>(
  'Invitation',
  'The template of the invitation to the fleet.',
  {
    subject: required(INVITATION_PART),
    text: optional(INVITATION_PART, 'Or a file of it in textFile.'),
    textFile: optional(PATH, 'A file of the invitation as plain text.'),
    html: optional(INVITATION_PART, 'Or a file of it in htmlFile.'),
    htmlFile: optional(PATH, 'A file of the invitation as HTML.'),
    link: optional(INVITATION_PART, 'What opens the app with the company code in it.'),
  },
);

export const FLEET_FORMAT = object<entries.FleetEntry>(
  'Fleet',
  'A fleet with all that is configured of it.',
  {
    name: required(shaped(shapes.FleetName)),
    displayName: optional(DISPLAY_NAME, 'What users see; unique in the account.'),
    optimizeForEndUserLocation: optional(truth, 'False where left out.'),
    tags: optional(map(shaped(shapes.TagKey), shaped(shapes.TagValue), shapes.TagMap.max)),
    identityProvider: optional(IDENTITY_PROVIDER_FORMAT),
    domains: optional(list(DOMAIN_FORMAT)),
    websiteCertificateAuthorities: optional(list(WEBSITE_CA_FORMAT)),
    authorizationProviders: optional(list(AUTHORIZATION_PROVIDER_FORMAT)),
    deviceCaCertificate: optional(
      PEM,
      'The PEM certificates of the authorities that device certificates come from; or a file of them in deviceCaCertificateFile.',
    ),
    deviceCaCertificateFile: optional(PATH, 'A file of the device policy’s certificates.'),
    network: optional(NETWORK_FORMAT),
    auditStreamArn: optional(
      shaped({ ...shapes.AuditStreamArn, max: MAX_ARN_LENGTH }),
      'A Kinesis data stream whose name begins with AmazonWorkLink-.',
    ),
    invitation: optional(INVITATION_FORMAT),
  },
);

/** The format of a file of fleets, version 1. */
export const FLEET_FILE_FORMAT = object<FleetDocument>(
  'Fleets',
  'Fleets of Amazon WorkLink as worklink applies them.',
  {
    version: required(version(FLEET_FILE_VERSION), 'The version of this format.'),
    fleets: required(list(FLEET_FORMAT)),
  },
);
