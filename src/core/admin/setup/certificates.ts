import { daysLeft, expiryOf } from '../../certificates/expiry.js';
import { type Finding } from '../../findings.js';
import { type CertificateStatus } from '../../model/certificate-states.js';
import { type CertificateSummary } from '../../ports/certificate-manager.js';
import { runBulk } from '../bulk.js';
import { CertificateBook } from '../certificates/certificates.js';
import { counted } from '../../text.js';
import { usersOf } from './certificate-users.js';
import { finding, type Ground, type Look } from './look.js';

const DEAD: readonly CertificateStatus[] = ['EXPIRED', 'VALIDATION_TIMED_OUT', 'REVOKED', 'FAILED'];
const AT_A_TIME = 4;

/** The account's certificates of domains (guide, Prepare TLS Certificates): whether one is ISSUED, and which end. */
export async function lookAtCertificates(ground: Ground): Promise<Look> {
  const { backend, now, expiresWithinMs } = ground;
  const book = new CertificateBook(backend.certificates);
  const all = await book.all();
  const issued = all.filter(({ status, notAfter }) => status === 'ISSUED' && !isExpired(notAfter, now));
  const pending = all.filter(({ status }) => status === 'PENDING_VALIDATION');
  const dead = all.filter((one) => DEAD.includes(one.status) || isExpired(one.notAfter, now));
  const ending = issued.filter(
    ({ notAfter }) => notAfter !== undefined && expiryOf(notAfter, now, expiresWithinMs) === 'expires-soon',
  );
  const findings = [
    ...(await deadFindings(dead, book, ground)),
    ...(await eachWithUsers(ending, book, ground)).map(([one, users]) => endingFinding(one, users, now)),
    ...pending.map(pendingFinding),
  ];
  if (issued.length > 0)
    return { presence: 'present', detail: `${counted(issued.length, 'certificate')} ISSUED.`, findings };
  const [first] = pending;
  if (first !== undefined) {
    const detail = `${counted(pending.length, 'certificate')} wait for validation; none is ISSUED.`;
    return { presence: 'pending', detail, command: `worklink certificate show ${first.arn}`, findings };
  }
  return {
    presence: 'missing',
    detail: 'No certificate in us-east-1 is ISSUED, so that no domain can be associated.',
    command: 'worklink certificate request DOMAIN',
    findings,
  };
}

function isExpired(notAfter: Date | undefined, now: Date): boolean {
  return notAfter !== undefined && expiryOf(notAfter, now) === 'expired';
}

/** Certificates, each with what uses it, where that is known. */
async function eachWithUsers(
  certificates: readonly CertificateSummary[],
  book: CertificateBook,
  ground: Ground,
): Promise<readonly (readonly [CertificateSummary, string | undefined])[]> {
  const { clock, signal } = ground;
  const looks = await runBulk(certificates, async ({ arn }) => usersOf(await book.byArn(arn), ground), {
    concurrency: AT_A_TIME,
    clock,
    signal,
  });
  return looks.map((look) => [look.item, look.state === 'done' ? look.value : undefined]);
}

/** A certificate that nothing uses harms nobody: who uses one is in its description alone. */
async function deadFindings(
  dead: readonly CertificateSummary[],
  book: CertificateBook,
  ground: Ground,
): Promise<readonly Finding[]> {
  const { now } = ground;
  return (await eachWithUsers(dead, book, ground)).map(([{ arn, domainName, status, notAfter }, users]) => {
    const end = notAfter === undefined ? '' : `, and ended on ${notAfter.toISOString()}`;
    const isOver = isExpired(notAfter, now) || status === 'EXPIRED';
    const what = `The certificate of ${domainName} is ${status}${isOver ? end : ''}`;
    if (users === undefined) {
      const message = `${what}; no fleet is known to use it.`;
      const fix = `Renew it, or delete it: worklink certificate delete ${arn}`;
      return finding('warning', isOver ? 'certificate-expired' : 'certificate-failed', [arn, message, fix]);
    }
    const message = `${what}; ${users}.`;
    const fix = `Import a renewed one in its place: worklink certificate import --replace ${arn}. A requested one is requested again.`;
    return finding('error', isOver ? 'certificate-expired' : 'certificate-failed', [arn, message, fix]);
  });
}

function endingFinding(
  { arn, domainName, type, notAfter = new Date(0) }: CertificateSummary,
  users: string | undefined,
  now: Date,
): Finding {
  const message = `The certificate of ${domainName} expires ${daysLeft(notAfter, now)}, on ${notAfter.toISOString()}${users === undefined ? '' : `; ${users}`}.`;
  const fix =
    type === 'IMPORTED'
      ? `Import a renewed one in its place: worklink certificate import --replace ${arn}`
      : 'The certificate manager renews it as long as its validation records are in place: see worklink certificate show.';
  return finding('warning', 'certificate-expires-soon', [arn, message, fix]);
}

function pendingFinding({ arn, domainName }: CertificateSummary): Finding {
  const message = `The certificate of ${domainName} waits for validation.`;
  const fix = `Create the records that are listed by worklink certificate show ${arn}`;
  return finding('warning', 'certificate-pending-validation', [arn, message, fix]);
}
