import { type WorklinkError } from '../../errors.js';
import { type Change } from '../../fleet-plan/change.js';
import { domainKey } from '../../model/domain-key.js';
import { type FleetSpec } from '../../model/fleet-file/fleet-document.js';
import { type ValidationRecord } from '../../ports/certificate-manager.js';
import { counted, quote } from '../../text.js';
import { validationRecordFor } from '../domains/domains.js';
import { CertificateBook } from '../certificates/certificates.js';
import { type ChangeOutcome } from './apply.js';
import { type ApplyContext } from './context.js';
import { domainStatesOf, waitForDomains } from './waiting.js';

/** A domain that does not come to the state that it was waited for. */
export interface NotReached {
  readonly fleetName: string;
  readonly domainName: string;
  readonly error: WorklinkError;
}

/**
 * Waits until every domain that is wanted is ACTIVE, whoever associated it, and until those that were taken away are gone.
 * Revoked ones were waited for before; those whose association failed are not waited for.
 *
 * @throws the signal's reason once it is aborted
 */
export async function waitForEnd(
  context: ApplyContext,
  wanted: readonly FleetSpec[],
  outcomes: readonly ChangeOutcome[],
  onPending: (count: number) => void,
): Promise<readonly NotReached[]> {
  const { backend, arns, waiting } = context;
  const troubled = new Set(
    outcomes.flatMap(({ state, change }) =>
      state === 'done' ? [] : [idOf(change.fleetName, change.subject)],
    ),
  );
  const notReached: NotReached[] = [];
  for (const { name: fleetName, domains = [] } of wanted) {
    const arn = arns.get(fleetName);
    if (arn === undefined) continue;
    const goals = {
      ACTIVE: domains.filter(({ revoked }) => revoked !== true).map(({ name }) => name),
      gone: outcomes.flatMap(({ change, state }) =>
        isDisassociation(change, fleetName) && state === 'done' ? [change.subject] : [],
      ),
    };
    for (const goal of ['ACTIVE', 'gone'] as const) {
      const names = goals[goal].filter((name) => !troubled.has(idOf(fleetName, name)));
      if (names.length === 0) continue;
      const failures = await waitForDomains(backend, arn, names, goal, waiting, onPending);
      for (const domainName of names) {
        const error = failures.get(domainKey(domainName));
        if (error !== undefined) notReached.push({ fleetName, domainName, error });
      }
    }
  }
  return notReached;
}

function isDisassociation({ fleetName, step }: Change, name: string): boolean {
  return fleetName === name && step.do === 'disassociateDomain';
}

function idOf(fleetName: string, domainName: string): string {
  return `${fleetName}/${domainKey(domainName)}`;
}

/** Domains whose records are said at most. */
const SAID = 10;

/**
 * Which DNS records domains wait for that are still PENDING_VALIDATION: of those that were associated just now.
 *
 * @returns sentences
 */
export async function awaitedRecords(
  { backend, arns }: ApplyContext,
  outcomes: readonly ChangeOutcome[],
): Promise<readonly string[]> {
  const associated = outcomes.flatMap(({ change, state }) =>
    state === 'done' && change.step.do === 'associateDomain'
      ? [{ ...change.step, fleetName: change.fleetName }]
      : [],
  );
  const pending: (typeof associated)[number][] = [];
  for (const fleetName of new Set(associated.map((one) => one.fleetName))) {
    const arn = arns.get(fleetName);
    if (arn === undefined) continue;
    const states = await domainStatesOf(backend, arn);
    const isPending = (name: string) => states.get(domainKey(name)) === 'PENDING_VALIDATION';
    pending.push(...associated.filter((one) => one.fleetName === fleetName && isPending(one.domainName)));
  }
  const book = new CertificateBook(backend.certificates);
  const lines: string[] = [];
  for (const { domainName, certificateArn } of pending.slice(0, SAID)) {
    const record =
      certificateArn === undefined ? undefined : await recordOf(book, certificateArn, domainName);
    lines.push(
      record === undefined
        ? `Domain ${quote(domainName)} is PENDING_VALIDATION: worklink domain show says more of it.`
        : `Domain ${quote(domainName)} is PENDING_VALIDATION by the DNS record ${record.recordName} ${record.recordType} ${record.recordValue}`,
    );
  }
  const more = pending.length - SAID;
  if (more > 0) lines.push(`And ${counted(more, 'more domain')}: worklink domain list shows them.`);
  return lines;
}

/** Whoever may associate need not be allowed to see certificates. */
async function recordOf(
  book: CertificateBook,
  arn: string,
  domainName: string,
): Promise<ValidationRecord | undefined> {
  const certificate = await orNothing(() => book.byArn(arn));
  return certificate === undefined ? undefined : validationRecordFor(certificate, domainName);
}

async function orNothing<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch {
    return undefined;
  }
}
