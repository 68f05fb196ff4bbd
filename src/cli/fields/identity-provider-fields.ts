import { type ProviderSetting } from '../../core/admin/identity-provider/guides.js';
import { type IdentityProvider } from '../../core/admin/identity-provider/link.js';
import { type MetadataCheck } from '../../core/admin/identity-provider/check.js';
import { FINDINGS_FIELD } from './findings-field.js';
import { type Field } from '../results.js';

/** Bindings by their last word: what comes before is the same for all. */
const BINDING_PREFIX = 'urn:oasis:names:tc:SAML:2.0:bindings:';

const SIGN_IN_FIELDS: readonly Field[] = [
  {
    name: 'singleSignOnServices',
    title: 'SIGN-IN',
    read: lines(({ singleSignOnServices }) =>
      singleSignOnServices?.map(
        ({ binding, location }) => `${binding.replace(BINDING_PREFIX, '')} ${location}`,
      ),
    ),
  },
  {
    name: 'signingCertificates',
    title: 'SIGNING CERTIFICATES',
    read: lines(({ signingCertificates }) =>
      signingCertificates?.map(
        ({ subject, sha256, notAfter }) => `${subject}, until ${notAfter.toISOString()}, SHA-256 ${sha256}`,
      ),
    ),
  },
  { name: 'nameIdFormats', title: 'NAME ID FORMATS' },
  { name: 'wantAuthnRequestsSigned', title: 'WANTS SIGNED REQUESTS' },
  { name: 'validUntil', title: 'VALID UNTIL' },
  FINDINGS_FIELD,
];

/** An identity provider's members. */
export const IDENTITY_PROVIDER_FIELDS: readonly Field[] = [
  { name: 'identityProviderType', title: 'PROVIDER TYPE' },
  { name: 'entityId', title: 'ENTITY ID' },
  { name: 'vendor', title: 'VENDOR' },
  ...SIGN_IN_FIELDS,
];

/** The members of a judgement of metadata. */
export const METADATA_CHECK_FIELDS: readonly Field[] = [
  { name: 'verdict', title: 'VERDICT' },
  { name: 'entityId', title: 'ENTITY ID' },
  { name: 'vendor', title: 'VENDOR' },
  ...SIGN_IN_FIELDS,
];

/** A service provider's members. */
export const SERVICE_PROVIDER_FIELDS: readonly Field[] = [
  { name: 'entityId', title: 'ENTITY ID' },
  { name: 'assertionConsumerServiceUrl', title: 'ACS URL' },
  { name: 'nameIdFormat', title: 'NAME ID FORMAT' },
];

/** What one identity provider in particular is to be told. */
export const PROVIDER_GUIDE_FIELDS: readonly Field[] = [
  { name: 'provider', title: 'PROVIDER' },
  { name: 'importsMetadata', title: 'IMPORTS THE DOCUMENT' },
  { name: 'settings', title: 'SETTINGS', read: settingTexts },
  { name: 'instructions', title: 'HOW' },
];

/** What a linked identity provider and a judgement of metadata have in common. */
type Described = IdentityProvider | MetadataCheck;

function lines(read: (described: Described) => readonly string[] | undefined): (data: object) => unknown {
  return (data) => {
    const texts = isDescribed(data) ? read(data) : undefined;
    return texts === undefined || texts.length === 0 ? undefined : texts;
  };
}

function isDescribed(data: object): data is Described {
  return 'findings' in data;
}

function settingTexts(data: object): unknown {
  if (!('settings' in data) || !Array.isArray(data.settings)) return undefined;
  const settings: readonly ProviderSetting[] = data.settings; // of the guide's type
  return settings.map(({ setting, value }) => `${setting}: ${value}`);
}
