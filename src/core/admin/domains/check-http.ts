import { type Finding } from '../../findings.js';
import { type HttpFacts, type ProbeFailure } from '../../ports/site-probe.js';
import { quote } from '../../text.js';
import { clientCertificate } from './check-tls.js';
import { type RedirectEnd } from './check-report.js';

/** Judges the answer to a GET by its status (RFC 9110 §15). */
export function judgeStatus(host: string, { status, bodyFailure }: HttpFacts): readonly Finding[] {
  const body: readonly Finding[] =
    bodyFailure === undefined
      ? []
      : [
          {
            id: 'http-body-incomplete',
            severity: 'warning',
            subject: host,
            message: `The page began and did not end (${quote(bodyFailure.code)}).`,
            fix: 'See the server’s log: it sends slowly, or breaks off.',
          },
        ];
  const finding = (
    id: string,
    severity: Finding['severity'],
    what: string,
    fix: string,
  ): readonly Finding[] => [
    { id, severity, subject: `status ${String(status)}`, message: what, fix },
    ...body,
  ];
  if (status >= 500)
    return finding('http-server-error', 'error', 'The site answers that it failed.', 'See the server’s log.');
  if (status === 401 || status === 407)
    return finding(
      'http-sign-in',
      'info',
      'The site asks its users to sign in.',
      'Nothing, if users are to. If a SAML provider of its own does that, associate it: worklink auth-provider associate.',
    );
  if (status === 403)
    return finding(
      'http-forbidden',
      'warning',
      'The site refuses the page.',
      'Where it admits addresses of the company network alone, check from there; else see the server’s rules.',
    );
  if (status === 404 || status === 410)
    return finding(
      'http-not-found',
      'warning',
      'The site answers, but has no page at /.',
      'Nothing, if users begin at another page.',
    );
  if (status === 405 || (status >= 400 && status < 500))
    return finding(
      'http-refused',
      'warning',
      'The site answers, but refuses the request.',
      'See the server’s log.',
    );
  return body;
}

/** Says why there was no answer over TLS. */
export function judgeHttpFailure(host: string, { code, message }: ProbeFailure): Finding {
  const finding = (id: string, what: string, fix: string): Finding => ({
    id,
    severity: 'error',
    subject: host,
    message: what,
    fix,
  });
  if (code === 'TIMEOUT')
    return finding(
      'http-timeout',
      'The server speaks TLS and did not answer the request in time.',
      'See whether the server is overloaded; a longer --timeout may do.',
    );
  if (code === 'HPE_HEADER_OVERFLOW')
    return finding(
      'http-header-too-large',
      'The head of the site’s answer is larger than 64 KiB, which browsers refuse.',
      'See which headers the server sends: cookies are the usual ones.',
    );
  if (code.startsWith('HPE_'))
    return finding(
      'http-not-spoken',
      `What the server answers is not HTTP/1.1 (${quote(code)}).`,
      'See what listens on this port.',
    );
  // By TLS 1.3 a server says only after the handshake that it wanted a certificate.
  if (code.includes('ALERT') && code.includes('CERTIFICATE')) return clientCertificate(host, code);
  return finding(
    'http-failed',
    `The connection ended without an answer: ${quote(code)}, ${quote(message)}.`,
    'See the server’s log.',
  );
}

/** Judges where a site's redirects lead. */
export function judgeRedirects(end: RedirectEnd, fleet: string): readonly Finding[] {
  if (end.kind === 'same-site') return [];
  const finding = (
    id: string,
    severity: Finding['severity'],
    message: string,
    fix: string,
  ): readonly Finding[] => [{ id, severity, subject: end.target, message, fix }];
  switch (end.kind) {
    case 'authorization-provider':
      return finding(
        'redirect-to-authorization-provider',
        'info',
        'Users are sent to sign in at a website authorization provider of the fleet.',
        'Nothing: it is as it should be.',
      );
    case 'fleet-domain':
      return finding(
        'redirect-to-domain',
        'info',
        'Users are sent to another domain of the fleet.',
        'Nothing, if that domain’s own check is good.',
      );
    case 'elsewhere':
      return finding(
        'redirect-elsewhere',
        'warning',
        'Users are sent to a place that is neither a domain nor a website authorization provider of the fleet.',
        `If they sign in there, associate it: worklink auth-provider associate --fleet ${fleet}. If it is a site of the company, associate that: worklink domain associate. Nothing, if it is the fleet’s identity provider or public.`,
      );
    case 'plain-http':
      return finding(
        'redirect-to-http',
        'warning',
        'Users are sent on without TLS.',
        'Have the site redirect to https: addresses.',
      );
    case 'loop':
      return finding(
        'redirect-loop',
        'error',
        'The site redirects without end.',
        'See the server’s redirects. A site that only goes on with its cookie cannot be told from one: this check keeps none, so open it in a browser.',
      );
    case 'unreadable':
      return finding(
        'redirect-unreadable',
        'error',
        'The site redirects to what is no address.',
        'See the Location header the server sends.',
      );
  }
}
