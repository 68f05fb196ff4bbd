import { type CertificateFacts } from '../../certificates/certificate.js';
import { verifyChain } from '../../certificates/chain/chain.js';
import { expirySoonFindings } from '../../certificates/expiry.js';
import { coversHostname, presentedHostnames } from '../../certificates/hostname.js';
import { type Finding } from '../../findings.js';
import { type ProbeFailure } from '../../ports/site-probe.js';
import { quote } from '../../text.js';
import { type TlsReport, type Yardstick } from './check-report.js';

/** Names of a certificate a message lists at most. */
const LISTED = 10;

/** What of a chain's faults is the fleet's administrator to mend, who has more ways than the chain's own words know. */
const FIXES: Readonly<Record<string, string>> = {
  'chain-untrusted-root':
    'If it is your company’s authority, upload its root to the fleet: worklink ca upload. Else give the site a certificate of an authority that is trusted.',
  'chain-issuer-missing':
    'Have the server send its intermediate certificates; if your company’s own authority issued it, upload the root to the fleet: worklink ca upload.',
};

/**
 * Judges the certificate a site showed: its chain to the fleet's uploaded authorities or the machine's (RFC 5280 §6.1),
 * its name (RFC 9525 §6.3), and how long it is still valid.
 *
 * @param certificates as the site sent them, its own first
 */
export function judgeCertificate(
  host: string,
  protocol: string,
  certificates: readonly CertificateFacts[],
  { uploaded, system, at }: Pick<Yardstick, 'uploaded' | 'system' | 'at'>,
): { readonly tls?: TlsReport; readonly findings: readonly Finding[] } {
  const [leaf, ...intermediates] = certificates;
  if (leaf === undefined) {
    return {
      findings: [
        {
          id: 'certificate-absent',
          severity: 'error',
          subject: host,
          message: 'The server speaks TLS but shows no certificate that can be read.',
          fix: 'Give the server a certificate for the domain.',
        },
      ],
    };
  }
  const anchors = [...uploaded, ...issuersAmong(system, certificates)];
  const { verdict, chain, findings } = verifyChain({
    leaf,
    intermediates,
    anchors,
    at,
    purpose: 'serverAuth',
  });
  const top = chain.at(-1);
  const trustedBy =
    verdict === 'invalid' || top === undefined
      ? 'none'
      : uploaded.some(({ sha256 }) => sha256 === top.sha256)
        ? 'website-ca'
        : 'system';
  const tls: TlsReport = {
    protocol,
    subject: leaf.subject,
    issuer: leaf.issuer,
    notAfter: leaf.notAfter,
    trustedBy,
    chain: chain.map(({ subject }) => subject),
  };
  const mended = findings.map((finding) => ({ ...finding, fix: FIXES[finding.id] ?? finding.fix }));
  return { tls, findings: [...mended, ...judgeName(host, leaf), ...judgeExpiry(leaf, at)] };
}

/** Of a machine's hundreds of authorities those that can be above the certificates at hand: each would be tried. */
function issuersAmong(
  system: readonly CertificateFacts[],
  certificates: readonly CertificateFacts[],
): readonly CertificateFacts[] {
  const wanted = new Set(
    certificates.flatMap(({ issuer, subject }) => [comparable(issuer), comparable(subject)]),
  );
  return system.filter(({ subject }) => wanted.has(comparable(subject)));
}

/** Names are the same whatever their case and white space (RFC 5280 §7.1). */
function comparable(name: string): string {
  return name.toLowerCase().replace(/\s+/g, ' ');
}

function judgeName(host: string, leaf: CertificateFacts): readonly Finding[] {
  if (coversHostname(leaf, host)) return [];
  const names = presentedHostnames(leaf);
  const shown = names.slice(0, LISTED).map(quote).join(', ') || 'no name';
  const rest = names.length > LISTED ? ` and ${String(names.length - LISTED)} more` : '';
  return [
    {
      id: 'certificate-name-mismatch',
      severity: 'error',
      subject: host,
      message: `The site’s certificate is for ${shown}${rest}, not for ${host}.`,
      fix: 'Give the server a certificate whose Subject Alternative Names hold the domain; check that the name leads to the right server.',
    },
  ];
}

/** That it has expired is the chain's to say. */
function judgeExpiry({ notAfter }: CertificateFacts, at: Date): readonly Finding[] {
  return expirySoonFindings(
    { subject: notAfter.toISOString(), what: 'The site’s certificate', notAfter },
    at,
  );
}

/** Says why TLS did not come about. */
export function judgeTlsFailure(host: string, { code, message }: ProbeFailure): Finding {
  const finding = (id: string, what: string, fix: string): Finding => ({
    id,
    severity: 'error',
    subject: host,
    message: what,
    fix,
  });
  if (code === 'TIMEOUT')
    return finding(
      'tls-timeout',
      'The server took the connection and then said nothing: TLS was not set up in time.',
      'See whether the server is overloaded or waits for something in front of it; a longer --timeout may do.',
    );
  if (
    code === 'ERR_SSL_WRONG_VERSION_NUMBER' ||
    code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG' ||
    code === 'EPROTO'
  )
    return finding(
      'tls-not-spoken',
      `The server does not speak TLS on this port (${quote(code)}).`,
      'Serve the site by HTTPS: WorkLink reaches domains by TLS.',
    );
  if (code.includes('ALERT') && code.includes('CERTIFICATE')) return clientCertificate(host, code);
  return finding(
    'tls-failed',
    `TLS with the server failed: ${quote(code)}, ${quote(message)}.`,
    'See the server’s TLS settings: its versions must include TLS 1.2 or 1.3, it must know the domain’s name, and want no certificate of its client.',
  );
}

/** Whether and how a server asked for a certificate of the client. */
export function clientCertificate(host: string, code: string): Finding {
  return {
    id: 'tls-client-certificate-required',
    severity: 'error',
    subject: host,
    message: `The server wants a certificate of its client (${quote(code)}).`,
    fix: 'WorkLink does not pass a device’s certificate on to sites: have the server ask for none.',
  };
}
