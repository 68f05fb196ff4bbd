import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { knownAuthorities, lookAtSite } from '../../../src/core/admin/setup/site-authority.js';
import { readCertificate } from '../../../src/core/certificates/certificate.js';
import { type Resolution, type SiteProbe, type Visit } from '../../../src/core/ports/site-probe.js';
import { authority, type Identity, siteIdentity } from '../../support/site.js';

const HOST = 'intranet.example.com';
const OPTIONS = { port: 443, timeoutMs: 1000, signal: new AbortController().signal };
const ROOT = authority('Corporate Root');
const SITE = siteIdentity([HOST], ROOT);

function der({ pem }: Identity): Uint8Array {
  return new X509Certificate(pem).raw;
}

function probeThat(visit: Visit, resolution: Resolution = { addresses: ['192.0.2.1'] }): SiteProbe {
  return {
    resolve: () => Promise.resolve(resolution),
    visit: () => Promise.resolve(visit),
    systemRoots: () => Promise.resolve({ certificates: [der(ROOT), Buffer.from('none')], troubles: [] }),
  };
}

function sending(...identities: readonly Identity[]): Visit {
  return { failed: [], tls: { protocol: 'TLSv1.3', certificates: identities.map(der) } };
}

async function look(
  visit: Visit,
  {
    system = [],
    uploaded = [],
    at = new Date('2026-01-01'),
  }: {
    readonly system?: readonly Identity[];
    readonly uploaded?: readonly Identity[];
    readonly at?: Date;
  } = {},
  resolution?: Resolution,
) {
  const facts = (all: readonly Identity[]) => all.map((one) => readCertificate(der(one)));
  const ground = {
    probe: probeThat(visit, resolution),
    system: facts(system),
    uploaded: facts(uploaded),
    at,
  };
  return lookAtSite(HOST, ground, OPTIONS);
}

describe('the authority of a site', () => {
  it('given one that the machine trusts, or that is uploaded, then nothing is needed', async () => {
    assert.deepEqual(await look(sending(SITE), { system: [ROOT] }), { kind: 'known', trustedBy: 'system' });
    const uploaded = await look(sending(SITE, ROOT), { uploaded: [ROOT] });
    assert.deepEqual(uploaded, { kind: 'known', trustedBy: 'website-ca' });
  });

  it('given one that nobody knows, then says who it is, with its root where that is sent', async () => {
    const without = await look(sending(SITE));
    assert.deepEqual(without, { kind: 'unknown', issuer: 'CN=Corporate Root' });
    const sent = await look(sending(SITE, ROOT));
    assert.ok(sent.kind === 'unknown');
    assert.equal(sent.root?.subject, 'CN=Corporate Root');
  });

  it('given a site that cannot be seen or judged, then says why, and asks for nothing', async () => {
    const failure = { code: 'ENOTFOUND', message: 'not found' };
    const nowhere = await look({ failed: [] }, {}, { addresses: [], failure });
    assert.deepEqual(nowhere, { kind: 'unseen', why: "It has no address here ('ENOTFOUND')." });
    const closed = { failed: [{ address: '192.0.2.1', code: 'ECONNREFUSED', message: 'refused' }] };
    assert.deepEqual(await look(closed), {
      kind: 'unseen',
      why: "It could not be reached from here ('ECONNREFUSED').",
    });
    assert.match(JSON.stringify(await look({ failed: [] })), /'no answer'/);
    const plain = await look({ failed: [], tlsFailure: { code: 'EPROTO', message: 'm' } });
    assert.match(JSON.stringify(plain), /does not speak TLS/);
    const expired = await look(sending(SITE), { system: [ROOT], at: new Date('2050-01-01') });
    assert.match(JSON.stringify(expired), /"unseen".*expired/);
    const nothing = await look({
      failed: [],
      tls: { protocol: 'TLSv1.3', certificates: [Buffer.from('x')] },
    });
    assert.match(JSON.stringify(nothing), /shows no certificate/);
  });

  it('given what the machine trusts, then what cannot be read of it is left out', async () => {
    const known = await knownAuthorities(probeThat({ failed: [] }));
    assert.deepEqual(
      known.map(({ subject }) => subject),
      ['CN=Corporate Root'],
    );
  });
});
