import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { WorklinkError } from '../../src/core/errors.js';
import { readIdentityProviderMetadata } from '../../src/core/saml/metadata.js';
import { readServiceProviderMetadata, serviceProviderMetadata } from '../../src/core/saml/sp-metadata.js';
import { parseXml } from '../../src/core/saml/xml/parse.js';
import { attributeOf, childrenNamed, descendantsAt } from '../../src/core/saml/xml/tree.js';
import { EMAIL, ids, MD, POST, REDIRECT, SAML2 } from './support.js';

const ENTITY_ID = 'https://worklink.example.com/saml/fleet-1';
const ACS = 'https://worklink.example.com/saml/fleet-1/acs?a=1&b="2"';

function refusedAs(pattern: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof WorklinkError);
    assert.equal(error.code, 'InvalidInput');
    assert.match(error.message, pattern);
    return true;
  };
}

function sp(services: string, protocols = SAML2): string {
  return `<EntityDescriptor xmlns="${MD}" entityID="urn:sp"><SPSSODescriptor protocolSupportEnumeration="${protocols}">${services}</SPSSODescriptor></EntityDescriptor>`;
}
function acs(location: string, more = '', binding = POST): string {
  return `<AssertionConsumerService Binding="${binding}" Location="${location}" index="0" ${more}/>`;
}

describe("the service provider's metadata", () => {
  it('says all an identity provider needs', async () => {
    const xml = await serviceProviderMetadata({ entityId: ENTITY_ID, assertionConsumerServiceUrl: ACS });

    const { root } = parseXml(xml);
    assert.ok(root !== undefined);
    assert.deepEqual([root.namespace, root.localName], [MD, 'EntityDescriptor']);
    assert.equal(attributeOf(root, 'entityID'), ENTITY_ID);
    const [role] = childrenNamed(root, MD, 'SPSSODescriptor');
    assert.ok(role !== undefined);
    assert.equal(attributeOf(role, 'protocolSupportEnumeration'), SAML2);
    assert.equal(attributeOf(role, 'WantAssertionsSigned'), 'true');
    assert.equal(attributeOf(role, 'AuthnRequestsSigned'), 'false');
    // The schema wants the NameID formats before the services (SAML 2.0 Metadata §2.4.4).
    assert.deepEqual(
      role.children.map((child) => child.localName),
      ['NameIDFormat', 'AssertionConsumerService'],
    );
    assert.equal(role.children[0]?.text, EMAIL);
    const [service] = descendantsAt(root, MD, ['SPSSODescriptor', 'AssertionConsumerService']);
    assert.deepEqual(
      Object.fromEntries(service!.attributes.map(({ localName, value }) => [localName, value])),
      { Binding: POST, Location: ACS, index: '0', isDefault: 'true' },
    );
  });

  it('is the same document every time', async () => {
    const description = { entityId: ENTITY_ID, assertionConsumerServiceUrl: ACS };

    assert.equal(await serviceProviderMetadata(description), await serviceProviderMetadata(description));
  });

  it('takes another NameID format', async () => {
    const xml = await serviceProviderMetadata({
      entityId: ENTITY_ID,
      assertionConsumerServiceUrl: ACS,
      nameIdFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
    });

    const formats = descendantsAt(parseXml(xml).root!, MD, ['SPSSODescriptor', 'NameIDFormat']);
    assert.deepEqual(
      formats.map((format) => format.text),
      ['urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'],
    );
  });

  it('carries any values unchanged, or refuses them', async () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.string({
        unit: fc.constantFrom(
          '<',
          '>',
          '&',
          '"',
          "'",
          ']',
          ';',
          '#',
          'x',
          ' ',
          '\t',
          '\n',
          '-',
          '!',
          '{',
          '}',
          '[',
        ),
      }),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
    );
    let carried = 0;
    await fc.assert(
      fc.asyncProperty(value, value, async (entityId, assertionConsumerServiceUrl) => {
        const wanted = { entityId, assertionConsumerServiceUrl };
        let xml: string;
        try {
          xml = await serviceProviderMetadata(wanted);
        } catch (error) {
          assert.ok(error instanceof WorklinkError && error.code === 'InvalidInput', String(error));
          assert.ok(
            [entityId, assertionConsumerServiceUrl].some(
              (text) => text === '' || /[\p{Cc}\p{Cs}\u2028\u2029\ufffe\uffff]/u.test(text),
            ),
          );
          return;
        }
        carried += 1;
        assert.deepEqual(readServiceProviderMetadata(xml), wanted);
        assert.deepEqual(readServiceProviderMetadata(Buffer.from(xml)), wanted);
        const reading = readIdentityProviderMetadata(xml);
        assert.ok(ids(reading).includes('metadata-service-provider'));
      }),
      { numRuns: 300 },
    );
    assert.ok(carried > 30, `only ${carried} documents were written`);
  });

  it('refuses what cannot be written', async () => {
    const good = { entityId: ENTITY_ID, assertionConsumerServiceUrl: ACS };

    await assert.rejects(serviceProviderMetadata({ ...good, entityId: '' }), refusedAs(/entity ID is empty/));
    await assert.rejects(
      serviceProviderMetadata({ ...good, entityId: 'x'.repeat(1025) }),
      refusedAs(/1,025 characters/),
    );
    await assert.rejects(
      serviceProviderMetadata({ ...good, assertionConsumerServiceUrl: 'a\nb' }),
      refusedAs(/ACS URL 'a b' holds a control/),
    );
    await assert.rejects(
      serviceProviderMetadata({ ...good, nameIdFormat: '\ud800' }),
      refusedAs(/NameID format/),
    );
    const longest = await serviceProviderMetadata({ ...good, entityId: '𝒶'.repeat(1024) });
    assert.equal(readServiceProviderMetadata(longest).entityId.length, 2048);
  });
});

describe("reading a service provider's metadata", () => {
  const defaults: [name: string, services: string, expected: string][] = [
    ['the only one', acs('https://a'), 'https://a'],
    ['the one marked as default', acs('https://a') + acs('https://b', 'isDefault="true"'), 'https://b'],
    [
      'the first marked so',
      acs('https://a', 'isDefault="1"') + acs('https://b', 'isDefault="true"'),
      'https://a',
    ],
    ['the first not marked otherwise', acs('https://a', 'isDefault="false"') + acs('https://b'), 'https://b'],
    [
      'the first of those marked otherwise',
      acs('https://a', 'isDefault="0"') + acs('https://b', 'isDefault="false"'),
      'https://a',
    ],
    ['one over HTTP-POST', acs('https://a', 'isDefault="true"', REDIRECT) + acs('https://b'), 'https://b'],
  ];
  for (const [name, services, expected] of defaults) {
    it(`of its assertion consumer services, ${name}`, () => {
      assert.deepEqual(readServiceProviderMetadata(sp(services)), {
        entityId: 'urn:sp',
        assertionConsumerServiceUrl: expected,
      });
    });
  }

  const refused: [name: string, document: string, pattern: RegExp][] = [
    ['no XML', 'x', /line 1, column 2: .*well-formed/],
    ['nothing', '', /document: The document is empty/],
    ['a document type', '<!DOCTYPE a><a/>', /DOCTYPE/],
    ['another root', '<root/>', /<root>/],
    ['no entity ID', sp(acs('https://a')).replace('entityID="urn:sp"', ''), /no entityID/],
    ['no service provider', sp('').replaceAll('SPSSO', 'IDPSSO'), /no SPSSODescriptor/],
    [
      'SAML 1.1 only',
      sp(acs('https://a'), 'urn:oasis:names:tc:SAML:1.1:protocol'),
      /no SPSSODescriptor for SAML 2\.0/,
    ],
    ['no service', sp(''), /no AssertionConsumerService/],
    ['a service elsewhere than HTTP-POST', sp(acs('https://a', '', REDIRECT)), /over HTTP-POST/],
    ['a service without location', sp(acs('')), /no AssertionConsumerService/],
  ];
  for (const [name, document, pattern] of refused) {
    it(`refuses ${name}`, () => {
      assert.throws(() => readServiceProviderMetadata(document), refusedAs(pattern));
    });
  }
});
