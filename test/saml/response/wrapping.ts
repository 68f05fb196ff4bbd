import { assertionXml, responseXml, signed, signedResponse } from './builder.js';

/** What an attacker would like to be believed. */
const EVIL_NAME = '<saml:NameID>admin@example.com</saml:NameID>';

export interface Attack {
  readonly name: string;
  readonly message: string;
}

function evilAssertion(id: string): string {
  return assertionXml({
    nameId: EVIL_NAME,
    assertionAttributes: `ID="${id}" Version="2.0" IssueInstant="2026-11-20T11:59:50Z"`,
  });
}

const SIGNATURE = /<ds:Signature .*?<\/ds:Signature>/s;

function signatureOf(xml: string): string {
  return SIGNATURE.exec(xml)![0];
}

function inserted(xml: string, before: string, content: string): string {
  const at = xml.indexOf(before);
  if (at === -1) throw new Error(`no ${before}`);
  return xml.slice(0, at) + content + xml.slice(at);
}

/** XSW3 to XSW8 of Somorovsky et al., "On Breaking SAML" (2012), on a signed assertion, with the evil assertion's ID given. */
function onAssertion(id: string): readonly Attack[] {
  const good = signed(assertionXml(), '_assertion-1');
  const signature = signatureOf(good);
  const bare = good.replace(SIGNATURE, '');
  const evil = evilAssertion(id);
  const evilWith = (content: string) => inserted(evil, '<saml:Subject>', content);
  const inSignature = (content: string) => signature.replace('</ds:Signature>', `${content}</ds:Signature>`);
  const extensions = (content: string) => `<samlp:Extensions>${content}</samlp:Extensions>`;
  const object = (content: string) => `<ds:Object>${content}</ds:Object>`;
  const advice = (xml: string, content: string) =>
    inserted(xml, '<saml:AuthnStatement', `<saml:Advice>${content}</saml:Advice>`);
  return [
    { name: 'XSW3: the evil assertion before the signed one', message: responseXml(evil + good) },
    { name: 'XSW3: the evil assertion behind the signed one', message: responseXml(good + evil) },
    {
      name: 'XSW4: the signed assertion in the evil one',
      message: responseXml(evil.replace('</saml:Assertion>', `${good}</saml:Assertion>`)),
    },
    { name: 'XSW5: the signature in the evil assertion', message: responseXml(evilWith(signature) + bare) },
    { name: 'XSW5: the same, the other way round', message: responseXml(bare + evilWith(signature)) },
    {
      name: 'XSW6: the signed assertion in the signature in the evil one',
      message: responseXml(evilWith(inSignature(bare))),
    },
    {
      name: 'XSW7: the evil assertion in Extensions',
      message: responseXml(good, { extensions: extensions(evil) }),
    },
    {
      name: 'XSW7: the signed assertion in Extensions',
      message: responseXml(evil, { extensions: extensions(good) }),
    },
    {
      name: 'XSW8: the signed assertion in an Object of the signature of the evil one',
      message: responseXml(evilWith(inSignature(object(bare)))),
    },
    {
      name: 'the signed assertion in an Object behind the evil one',
      message: responseXml(evil + inSignature(object(good))),
    },
    { name: 'the signed assertion in the Advice of the evil one', message: responseXml(advice(evil, good)) },
    {
      name: 'the signed assertion in the Advice, with its signature outside',
      message: responseXml(advice(evilWith(signature), bare)),
    },
    {
      name: 'the signed assertion in an attribute value of the evil one',
      message: responseXml(evil.replace('>staff<', `>${good}<`)),
    },
    {
      name: 'the signed assertion in the status detail',
      message: responseXml(evil, {
        status: `<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/><samlp:StatusDetail>${good}</samlp:StatusDetail></samlp:Status>`,
      }),
    },
    {
      name: 'the signed assertion in a KeyInfo of the evil one',
      message: responseXml(evilWith(signature.replace('</ds:KeyInfo>', `${bare}</ds:KeyInfo>`))),
    },
    {
      name: 'the signed assertion in a wrapper of no known name',
      message: responseXml(`<x xmlns="urn:x">${good}</x>${evil}`),
    },
    {
      name: 'the evil assertion as if encrypted beside the signed one',
      message: responseXml(`${good}<saml:EncryptedAssertion>${evil}</saml:EncryptedAssertion>`),
    },
    {
      name: 'the signed assertion as one of SAML 1',
      message: responseXml(
        `<saml1:Assertion xmlns:saml1="urn:oasis:names:tc:SAML:1.0:assertion" AssertionID="x"/>${good}`,
      ),
    },
  ];
}

/** XSW1 and XSW2, and their kin, on a signed response. */
function onResponse(id: string): readonly Attack[] {
  const good = signedResponse('response');
  const signature = signatureOf(good);
  const bare = good.replace(SIGNATURE, '');
  const envelope = {
    responseAttributes: `ID="${id}" Version="2.0" IssueInstant="2026-11-20T11:59:50Z" Destination="https://sp.example.com/saml/acs" InResponseTo="_request-1"`,
  };
  const evil = responseXml(evilAssertion('_evil-assertion'), envelope);
  const evilWith = (content: string) => inserted(evil, '<samlp:Status>', content);
  const inSignature = (content: string) => signature.replace('</ds:Signature>', `${content}</ds:Signature>`);
  return [
    {
      name: 'XSW1: the signed response in its signature in the evil one',
      message: evilWith(inSignature(bare)),
    },
    {
      name: 'XSW2: the signed response before its signature in the evil one',
      message: evilWith(bare + signature),
    },
    { name: 'the signed response behind its signature', message: evilWith(signature + bare) },
    {
      name: 'the signed response in an Object of its signature',
      message: evilWith(inSignature(`<ds:Object>${bare}</ds:Object>`)),
    },
    {
      name: 'the signed response in Extensions, its signature outside',
      message: evilWith(`${signature}<samlp:Extensions>${bare}</samlp:Extensions>`),
    },
    {
      name: 'the signed response whole in Extensions',
      message: evilWith(`<samlp:Extensions>${good}</samlp:Extensions>`),
    },
    {
      name: 'the evil assertion added to the signed response',
      message: inserted(good, '<saml:Assertion', evilAssertion('_evil-assertion')),
    },
    {
      name: 'the evil assertion in the place of the signed one',
      message: good.replace(/<saml:Assertion.*<\/saml:Assertion>/s, evilAssertion('_assertion-1')),
    },
    {
      name: 'the signature moved into the assertion',
      message: bare.replace('<saml:Subject>', `${signature}<saml:Subject>`),
    },
  ];
}

/** Every class of signature wrapping, with an ID of its own and with the stolen one. */
export function wrappingAttacks(): readonly Attack[] {
  const named = (ids: string, attacks: readonly Attack[]) =>
    attacks.map(({ name, message }) => ({ name: `${name} (${ids})`, message }));
  return [
    ...named('own ID', onAssertion('_evil')),
    ...named('same ID', onAssertion('_assertion-1')),
    ...named('no ID', onAssertion('')),
    ...named('own ID', onResponse('_evil')),
    ...named('same ID', onResponse('_response-1')),
  ];
}
