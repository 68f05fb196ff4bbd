import { entityWith, metadataWith, roleWith } from '../support.js';
import { aggregate, idp, SP_ROLE, type Case } from './case.js';

function until(time: string): string {
  return metadataWith({ entity: `entityID="https://idp.example.com" validUntil="${time}"` });
}

/** What is wrong with the entity or its role. */
export const ENTITY_CASES: readonly Case[] = [
  { name: 'an empty aggregate', id: 'metadata-aggregate-empty', document: aggregate(), says: /0 entities/ },
  {
    name: 'an aggregate of service providers',
    id: 'metadata-aggregate-empty',
    document: aggregate(entityWith(SP_ROLE)),
    says: /1 entity/,
  },
  {
    name: 'an aggregate with two identity providers',
    id: 'metadata-aggregate-several',
    document: aggregate(idp('urn:a'), aggregate(idp('urn:b'))),
    says: /2 identity providers: 'urn:a', 'urn:b'\./,
  },
  {
    name: 'a federation',
    id: 'metadata-aggregate-several',
    document: aggregate(...'abcde'.split('').map(idp)),
    says: /'a', 'b', 'c' and 2 more/,
  },
  {
    name: 'an aggregate with a nameless identity provider',
    id: 'metadata-aggregate-several',
    document: aggregate('<ds:Signature/><md:Extensions/>', idp('urn:a'), entityWith(roleWith(), '')),
    says: /2 identity providers: 'urn:a', ''\./,
  },
  {
    name: 'an aggregate with one identity provider',
    id: 'metadata-aggregate-single',
    document: aggregate(entityWith(SP_ROLE), aggregate(idp('urn:a'))),
    says: /2 entities/,
  },
  {
    name: 'no entity ID',
    id: 'metadata-entity-id-missing',
    document: metadataWith({ entity: '' }),
    says: /no entityID/,
  },
  {
    name: 'an entity ID in a namespace',
    id: 'metadata-entity-id-missing',
    document: metadataWith({ entity: 'md:entityID="a"' }),
    says: /no entityID/,
  },
  {
    name: 'an empty entity ID',
    id: 'metadata-entity-id-missing',
    document: metadataWith({ entity: 'entityID=" "' }),
    says: /empty entityID/,
  },
  {
    name: 'an entity ID of 1,025 characters',
    id: 'metadata-entity-id-too-long',
    document: metadataWith({ entity: `entityID="${'𝒶'.repeat(1025)}"` }),
    says: /1,025 characters/,
  },
  {
    name: 'white space in the entity ID',
    id: 'metadata-entity-id-white-space',
    document: metadataWith({ entity: 'entityID="https://idp&#10;"' }),
    says: /white space/,
  },
  {
    name: "all tenants' metadata",
    id: 'metadata-entity-id-placeholder',
    document: metadataWith({ entity: 'entityID="https://sts.windows.net/{tenantid}/"' }),
    says: /\{tenantid\}/,
  },

  {
    name: 'no role',
    id: 'metadata-no-identity-provider',
    document: entityWith(''),
    says: /no IDPSSODescriptor\./,
  },
  {
    name: 'another role',
    id: 'metadata-no-identity-provider',
    document: entityWith('<md:AttributeAuthorityDescriptor/>'),
    says: /AttributeAuthorityDescriptor/,
  },
  {
    name: 'a role of no protocol',
    id: 'metadata-no-identity-provider',
    document: entityWith('<md:IDPSSODescriptor/>'),
    says: /names no protocol/,
  },
  {
    name: 'a role of another protocol',
    id: 'metadata-no-identity-provider',
    document: metadataWith({ protocols: 'urn:x' }),
    says: /'urn:x'/,
  },
  {
    name: 'a role hidden in an extension',
    id: 'metadata-no-identity-provider',
    document: entityWith(`<md:Extensions>${roleWith()}</md:Extensions>`),
    says: /no IDPSSODescriptor/,
  },
  {
    name: 'a role in another namespace',
    id: 'metadata-no-identity-provider',
    document: entityWith(roleWith().replaceAll('md:', 'ds:')),
    says: /no IDPSSODescriptor/,
  },
  {
    name: 'a service provider',
    id: 'metadata-service-provider',
    document: entityWith(SP_ROLE),
    says: /service provider/,
  },
  {
    name: 'SAML 1.1',
    id: 'metadata-saml-1-only',
    document: metadataWith({ protocols: 'urn:oasis:names:tc:SAML:1.1:protocol urn:mace:shibboleth:1.0' }),
    says: /SAML 1\.x/,
  },
  {
    name: 'two roles for SAML 2.0',
    id: 'metadata-several-roles',
    document: metadataWith({ beside: roleWith() }),
    says: /2 IDPSSODescriptors/,
  },
  {
    name: 'validUntil that is no time',
    id: 'metadata-valid-until-unreadable',
    document: until('tomorrow'),
    says: /'tomorrow'/,
  },
  {
    name: 'validUntil in the past',
    id: 'metadata-expired',
    document: until('2027-06-01T11:59:59Z'),
    says: /2027-06-01T11:59:59/,
    at: /EntityDescriptor/,
  },
  {
    name: 'validUntil of just now',
    id: 'metadata-expired',
    document: until('2027-06-01T12:00:00Z'),
    says: /2027-06-01T12:00:00/,
  },
  {
    name: 'validUntil of the role',
    id: 'metadata-expired',
    document: metadataWith({ role: 'validUntil="2020-01-01T00:00:00Z"' }),
    says: /2020/,
    at: /IDPSSODescriptor/,
  },
  {
    name: 'validUntil of the group',
    id: 'metadata-expired',
    document: aggregate(idp('urn:a')).replace(
      '<md:EntitiesDescriptor',
      '<md:EntitiesDescriptor validUntil="2020-01-01T00:00:00Z"',
    ),
    says: /2020/,
    at: /EntitiesDescriptor/,
    with: ['metadata-aggregate-single'],
  },
  {
    name: 'a word for an entity ID',
    id: 'metadata-entity-id-not-uri',
    document: metadataWith({ entity: 'entityID="JumpCloud-worklink"' }),
    says: /'JumpCloud-worklink' isn't an absolute URI/,
  },
  {
    name: 'a path for an entity ID',
    id: 'metadata-entity-id-not-uri',
    document: metadataWith({ entity: 'entityID="/idp"' }),
    says: /absolute URI/,
  },
  {
    name: 'validUntil without a zone',
    id: 'metadata-valid-until-no-zone',
    document: metadataWith({ role: 'validUntil="2040-01-01T00:00:00"' }),
    says: /UTC is assumed/,
    at: /IDPSSODescriptor/,
  },
  ...['1D', 'P', 'P1DT', 'PT1.S', '-P1D', 'P1H', '', 'P1S', 'P1Y2D3M'].map((written) => ({
    name: `cacheDuration '${written}'`,
    id: 'metadata-cache-duration-unreadable' as const,
    document: metadataWith({ entity: `entityID="urn:a" cacheDuration="${written}"` }),
    says: /isn't a duration|is negative/,
    at: /EntityDescriptor/,
  })),
  {
    name: 'cacheDuration at two levels',
    id: 'metadata-cache-duration',
    document: metadataWith({
      entity: 'entityID="urn:a" cacheDuration="P1Y2M3DT4H5M6.7S"',
      role: 'cacheDuration="PT12H"',
    }),
    says: /after P1Y2M3DT4H5M6\.7S/,
    at: /EntityDescriptor/,
  },
];
