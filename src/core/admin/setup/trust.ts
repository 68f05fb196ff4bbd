import { expirySoonFindings } from '../../certificates/expiry.js';
import { type Finding } from '../../findings.js';
import { listAuthorizationProviders } from '../authorization-providers.js';
import { showDevicePolicy } from '../devices/device-policy.js';
import { listWebsiteCas, websiteCaTitle } from '../website-cas/website-cas.js';
import { counted } from '../../text.js';
import { type FleetGround, type Look } from './look.js';

/** A fleet's website certificate authorities (guide, Upload Website Certificate Authorities). */
export async function lookAtWebsiteCas(ground: FleetGround): Promise<Look> {
  const { backend, arn, name, now, clock, signal, expiresWithinMs } = ground;
  const findings: Finding[] = [];
  let count = 0;
  for await (const ca of listWebsiteCas(backend, arn, { now, clock, signal })) {
    count += 1;
    const title = websiteCaTitle(ca);
    findings.push(...ca.findings.map((one) => ({ ...one, subject: `${title} (${ca.websiteCaId})` })));
    if (ca.notAfter !== undefined) {
      const certificate = { subject: ca.websiteCaId, what: `Website CA ${title}`, notAfter: ca.notAfter };
      findings.push(...expirySoonFindings(certificate, now, expiresWithinMs));
    }
  }
  if (count === 0) {
    const command = `worklink ca upload FILE --fleet ${name}`;
    const detail = 'None is uploaded: sites need certificates of public authorities.';
    return { presence: 'missing', detail, command, findings };
  }
  const command = `worklink ca list --fleet ${name}`;
  return {
    presence: 'present',
    detail: `${counted(count, 'website CA')}.`,
    ...(isWorthACommand(findings) && { command }),
    findings,
  };
}

/** A fleet's device policy (guide, Configure your Device Policies). */
export async function lookAtDevicePolicy(ground: FleetGround): Promise<Look> {
  const { backend, arn, name, now, expiresWithinMs } = ground;
  const { chain, findings, deviceCaCertificate } = await showDevicePolicy(backend, arn, now);
  const command = `worklink device-policy configure FILE --fleet ${name}`;
  if (deviceCaCertificate === undefined) {
    return { presence: 'missing', detail: 'Devices need no certificate.', command, findings: [] };
  }
  const ending = chain.flatMap(({ subject, notAfter }) =>
    expirySoonFindings(
      { subject, what: 'This device certificate authority', notAfter },
      now,
      expiresWithinMs,
    ),
  );
  const all = [...findings, ...ending];
  return {
    presence: 'present',
    detail: `Devices need a certificate of ${chain[0]?.subject ?? 'an authority that cannot be read'}.`,
    ...(isWorthACommand(all) && { command }),
    findings: all,
  };
}

/** A fleet's website authorization providers (guide, Associate Website Authorization Providers). */
export async function lookAtAuthorizationProviders({ backend, arn, name }: FleetGround): Promise<Look> {
  const domains: (string | undefined)[] = [];
  for await (const { domainName } of listAuthorizationProviders(backend, arn)) domains.push(domainName);
  const count = domains.length;
  if (count > 0)
    return { presence: 'present', detail: `${counted(count, 'authorization provider')}.`, findings: [] };
  const command = `worklink auth-provider associate DOMAIN --fleet ${name}`;
  const detail = 'None is associated: sites sign users in by the identity provider alone.';
  return { presence: 'missing', detail, command, findings: [] };
}

function isWorthACommand(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity !== 'info');
}
