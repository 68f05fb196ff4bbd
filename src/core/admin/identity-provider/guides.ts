import { NAME_ID_FORMATS } from '../../saml/names.js';
import { type Vendor, VENDORS } from '../../saml/vendors.js';
import { type ServiceProvider } from './service-provider.js';

/** The identity providers whose set-up is known: all that are recognised. */
export const KNOWN_PROVIDERS = VENDORS;
export type KnownProvider = Vendor;

/** How an identity provider is told of the service provider. */
export interface ProviderGuide {
  readonly provider: string;
  /** Whether it takes the service provider's metadata as a document. */
  readonly importsMetadata: boolean;
  /** Its own names for what is to be entered, with the values. */
  readonly settings: readonly ProviderSetting[];
  /** What to do, in its words. */
  readonly instructions: string;
}

export interface ProviderSetting {
  readonly setting: string;
  readonly value: string;
}

interface Entry {
  readonly provider: string;
  readonly importsMetadata: boolean;
  readonly entityId: string;
  readonly assertionConsumerServiceUrl: string;
  readonly nameId: ProviderSetting;
  readonly instructions: string;
}

/**
 * Which of them take a document: for the first four the guide (Configure your Identity Provider), for the others their own
 * documentation; as are the names of the settings.
 */
const PROVIDERS: Readonly<Record<KnownProvider, Entry>> = {
  okta: {
    provider: 'Okta',
    importsMetadata: false,
    entityId: 'Audience URI (SP Entity ID)',
    assertionConsumerServiceUrl: 'Single sign-on URL',
    nameId: { setting: 'Name ID format', value: 'EmailAddress' },
    instructions:
      'Okta takes no document: create an app integration of type SAML 2.0, and copy these values into Configure SAML.',
  },
  'aws-sso': {
    provider: 'AWS IAM Identity Center (AWS Single Sign-On)',
    importsMetadata: true,
    entityId: 'Application SAML audience',
    assertionConsumerServiceUrl: 'Application ACS URL',
    nameId: { setting: 'Subject', value: '${user:email}, format emailAddress' },
    instructions:
      'Add a customer managed SAML 2.0 application, upload the document under Application metadata, and map Subject under attribute mappings.',
  },
  ping: {
    provider: 'PingOne',
    importsMetadata: true,
    entityId: 'Entity ID',
    assertionConsumerServiceUrl: 'ACS URLs',
    nameId: { setting: 'saml_subject', value: 'Email Address' },
    instructions:
      'Add a SAML application, choose Import Metadata for its configuration, and map saml_subject under attribute mappings.',
  },
  google: {
    provider: 'Google Workspace (G Suite)',
    importsMetadata: false,
    entityId: 'Entity ID',
    assertionConsumerServiceUrl: 'ACS URL',
    nameId: { setting: 'Name ID format', value: 'EMAIL, Name ID: Basic Information > Primary email' },
    instructions:
      'Google takes no document: add a custom SAML app under Web and mobile apps, and copy these values into Service provider details.',
  },
  entra: {
    provider: 'Microsoft Entra ID',
    importsMetadata: true,
    entityId: 'Identifier (Entity ID)',
    assertionConsumerServiceUrl: 'Reply URL (Assertion Consumer Service URL)',
    nameId: { setting: 'Unique User Identifier (Name ID)', value: 'user.mail, format Email address' },
    instructions:
      'Create a non-gallery enterprise application, choose SAML under Single sign-on, then Upload metadata file, and set the Name ID under Attributes & Claims.',
  },
  keycloak: {
    provider: 'Keycloak',
    importsMetadata: true,
    entityId: 'Client ID',
    assertionConsumerServiceUrl: 'Master SAML Processing URL',
    nameId: { setting: 'Name ID format', value: 'email' },
    instructions:
      'Choose Import client under Clients and take the document; turn Client signature required off, as requests are not signed.',
  },
  adfs: {
    provider: 'AD FS',
    importsMetadata: true,
    entityId: 'Relying party trust identifier',
    assertionConsumerServiceUrl: 'Relying party SAML 2.0 SSO service URL',
    nameId: { setting: 'Outgoing claim', value: 'Name ID, format Email, from E-Mail Address' },
    instructions:
      'Add a relying party trust, import its data from the file, and edit its claim issuance policy: send E-Mail-Addresses from LDAP, and transform E-Mail Address to Name ID.',
  },
  auth0: {
    provider: 'Auth0',
    importsMetadata: false,
    entityId: 'audience',
    assertionConsumerServiceUrl: 'Application Callback URL',
    nameId: { setting: 'nameIdentifierFormat', value: NAME_ID_FORMATS.emailAddress },
    instructions:
      'Auth0 takes no document: create an application, turn its SAML2 Web App addon on, and copy these values into its settings.',
  },
  duo: {
    provider: 'Duo Single Sign-On',
    importsMetadata: true,
    entityId: 'Entity ID',
    assertionConsumerServiceUrl: 'Assertion Consumer Service (ACS) URL',
    nameId: { setting: 'NameID format', value: `${NAME_ID_FORMATS.emailAddress}, attribute <Email Address>` },
    instructions:
      'Protect a Generic SAML Service Provider with SSO hosted by Duo, and give the document or these values under Service Provider.',
  },
  jumpcloud: {
    provider: 'JumpCloud',
    importsMetadata: true,
    entityId: 'SP Entity ID',
    assertionConsumerServiceUrl: 'ACS URL',
    nameId: { setting: 'SAMLSubject NameID', value: 'email, format emailAddress' },
    instructions: 'Add a custom SAML application, and choose Upload Metadata on its SSO tab.',
  },
  onelogin: {
    provider: 'OneLogin',
    importsMetadata: false,
    entityId: 'Audience (EntityID)',
    assertionConsumerServiceUrl: 'ACS (Consumer) URL',
    nameId: { setting: 'SAML nameID format', value: 'Email' },
    instructions:
      'OneLogin takes no document: add the application SAML Custom Connector (Advanced), and copy these values into its Configuration.',
  },
  pingfederate: {
    provider: 'PingFederate',
    importsMetadata: true,
    entityId: 'Partner’s Entity ID',
    assertionConsumerServiceUrl: 'Assertion Consumer Service URL',
    nameId: { setting: 'SAML_SUBJECT', value: 'mail, NameID format emailAddress' },
    instructions:
      'Create an SP connection with the Browser SSO profile for SAML 2.0, import the document as its metadata, and map SAML_SUBJECT.',
  },
  shibboleth: {
    provider: 'Shibboleth',
    importsMetadata: true,
    entityId: 'entityID',
    assertionConsumerServiceUrl: 'AssertionConsumerService Location',
    nameId: { setting: 'SAML 2 NameID generator', value: `${NAME_ID_FORMATS.emailAddress}, from mail` },
    instructions:
      'Name the document in metadata-providers.xml, generate the NameID in saml-nameid.xml, and release mail to the entity ID in attribute-filter.xml.',
  },
  simplesamlphp: {
    provider: 'SimpleSAMLphp',
    importsMetadata: true,
    entityId: 'entityid',
    assertionConsumerServiceUrl: 'AssertionConsumerService',
    nameId: { setting: 'NameIDFormat', value: `${NAME_ID_FORMATS.emailAddress}, by saml:AttributeNameID` },
    instructions:
      'Convert the document with the metadata converter of the admin module, and put the outcome into metadata/saml20-sp-remote.php.',
  },
};

/** What an identity provider needs to know of a service provider, by its own names. */
export function providerGuide(
  name: KnownProvider,
  {
    entityId,
    assertionConsumerServiceUrl,
  }: Pick<ServiceProvider, 'entityId' | 'assertionConsumerServiceUrl'>,
): ProviderGuide {
  const entry = PROVIDERS[name];
  return {
    provider: entry.provider,
    importsMetadata: entry.importsMetadata,
    settings: [
      { setting: entry.assertionConsumerServiceUrl, value: assertionConsumerServiceUrl },
      { setting: entry.entityId, value: entityId },
      entry.nameId,
    ],
    instructions: entry.instructions,
  };
}
