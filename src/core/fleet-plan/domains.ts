import { domainKey } from '../model/domain-key.js';
import { type DomainStatus } from '../model/domain-states.js';
import { type DomainEntry } from '../model/fleet-file/fleet-document.js';
import { type Difference } from './change.js';
import { difference, joined, NOTHING, type Part, type Parts } from './parts.js';
import { type PresentFleet } from '../model/fleet-file/present-fleet.js';

const DISPLAY_NAME = 'display name';

/** How a domain that is wanted comes to be associated; nothing where it is, or is on its way there. */
export function associationOf(
  status: DomainStatus | undefined,
): { readonly after?: 'disassociation' | 'end' } | undefined {
  switch (status) {
    case undefined:
    case 'DISASSOCIATED':
      return {};
    case 'DISASSOCIATING':
      return { after: 'end' };
    case 'FAILED_TO_ASSOCIATE':
    case 'FAILED_TO_DISASSOCIATE':
      return { after: 'disassociation' };
    case 'PENDING_VALIDATION':
    case 'ASSOCIATING':
    case 'ACTIVE':
    case 'INACTIVE':
      return undefined;
  }
}

export function planDomains(
  wanted: readonly DomainEntry[],
  present: PresentFleet | undefined,
  parts: Parts,
): Part {
  const entries = new Map(
    (present?.spec.domains ?? []).map((domain) => [domainKey(domain.name), domain] as const),
  );
  const named = new Set(wanted.map(({ name }) => domainKey(name)));
  const shown = new Set(wanted.map(({ displayName }) => displayName));
  return joined([
    ...wanted.map((domain) => {
      const key = domainKey(domain.name);
      return yielding(
        planDomain(domain, entries.get(key), present?.domainStates.get(key), parts),
        shown,
        parts,
      );
    }),
    ...Array.from(present?.domainStates ?? [], ([key, status]) =>
      named.has(key) ? NOTHING : surplusDomain(entries.get(key)?.name ?? key, status, parts),
    ),
  ]);
}

function planDomain(
  wanted: DomainEntry,
  present: DomainEntry | undefined,
  status: DomainStatus | undefined,
  parts: Parts,
): Part {
  const association = associationOf(status);
  if (association !== undefined) return newDomain(wanted, present, status, association, parts);
  const { name, certificateArn } = wanted;
  const certificate =
    certificateArn === undefined || present?.certificateArn === undefined
      ? []
      : difference('certificate', present.certificateArn, certificateArn);
  const isReplaced = certificate.length > 0 && parts.allowances.replace.has('domains');
  return joined([
    certificate.length === 0 ? NOTHING : replaced(wanted, present, certificate, isReplaced, parts),
    isReplaced ? NOTHING : renamed(wanted, present, parts),
    isReplaced ? NOTHING : access(name, wanted.revoked === true, status === 'INACTIVE', parts),
  ]);
}

function newDomain(
  wanted: DomainEntry,
  present: DomainEntry | undefined,
  status: DomainStatus | undefined,
  { after }: { readonly after?: 'disassociation' | 'end' },
  parts: Parts,
): Part {
  const association = parts.change({
    action: after === 'disassociation' ? 'replace' : 'create',
    kind: 'domain',
    subject: wanted.name,
    differences: [
      ...(after === undefined ? [] : difference('state', status, 'ACTIVE')),
      ...difference('certificate', undefined, wanted.certificateArn),
      ...difference(DISPLAY_NAME, undefined, wanted.displayName),
    ],
    step: {
      do: 'associateDomain',
      ...associated(wanted, present, parts),
      ...(after !== undefined && { after }),
    },
  });
  return { changes: [association, ...revocation(wanted, association.key, parts)], kept: [] };
}

/** The service has no operation that changes a domain's certificate (service model): users lose access until it is ACTIVE anew. */
function replaced(
  wanted: DomainEntry,
  present: DomainEntry | undefined,
  differences: readonly Difference[],
  isAllowed: boolean,
  parts: Parts,
): Part {
  const change = parts.change({
    action: 'replace',
    kind: 'domain',
    subject: wanted.name,
    differences: [
      ...differences,
      ...(isAllowed ? difference(DISPLAY_NAME, present?.displayName, shownName(wanted, present, parts)) : []),
    ],
    ...(isAllowed ? {} : { withheld: 'domains' }),
    step: { do: 'associateDomain', ...associated(wanted, present, parts), after: 'disassociation' },
  });
  return { changes: [change, ...(isAllowed ? revocation(wanted, change.key, parts) : [])], kept: [] };
}

function associated(wanted: DomainEntry, present: DomainEntry | undefined, parts: Parts) {
  const displayName = shownName(wanted, present, parts);
  const { name: domainName, certificateArn } = wanted;
  return {
    domainName,
    ...(displayName !== undefined && { displayName }),
    ...(certificateArn !== undefined && { certificateArn }),
  };
}

/** A display name that the file does not have stays, unless it is pruned. */
function shownName(
  wanted: DomainEntry,
  present: DomainEntry | undefined,
  { allowances }: Parts,
): string | undefined {
  return wanted.displayName ?? (allowances.prune.has('display-names') ? undefined : present?.displayName);
}

function revocation(wanted: DomainEntry, needs: string, parts: Parts) {
  return wanted.revoked === true ? [revoke(wanted.name, parts, needs)] : [];
}

function revoke(name: string, parts: Parts, needs?: string) {
  return parts.change({
    action: 'revoke',
    kind: 'domain',
    subject: name,
    differences: difference('access', 'given', 'revoked'),
    ...(needs !== undefined && { needs }),
    step: { do: 'revokeDomain', domainName: name },
  });
}

function access(name: string, isRevocationWanted: boolean, isRevoked: boolean, parts: Parts): Part {
  if (isRevocationWanted === isRevoked) return NOTHING;
  if (isRevocationWanted) return { changes: [revoke(name, parts)], kept: [] };
  return parts.of({
    action: 'restore',
    kind: 'domain',
    subject: name,
    differences: difference('access', 'revoked', 'given'),
    step: { do: 'restoreDomain', domainName: name },
  });
}

function renamed(wanted: DomainEntry, present: DomainEntry | undefined, parts: Parts): Part {
  const { name, displayName = null } = wanted;
  const from = present?.displayName;
  const differences = difference(DISPLAY_NAME, from, displayName ?? undefined);
  if (differences.length === 0) return NOTHING;
  const step = { do: 'updateDomain', domainName: name, displayName } as const;
  const change = { action: 'change', kind: 'domain', subject: name, differences, step } as const;
  if (displayName !== null) return parts.of(change);
  const left = parts.surplus('display-names', change);
  return { ...left, kept: left.kept.map((kept) => ({ ...kept, subject: `the display name of ${name}` })) };
}

/** A domain that is renamed gives its display name up beforehand, where another is to have it. */
function yielding(part: Part, shown: ReadonlySet<string | undefined>, parts: Parts): Part {
  const changes = part.changes.flatMap((change) => {
    const { action, kind, subject, step, differences } = change;
    const from = differences.find(({ member }) => member === DISPLAY_NAME)?.from;
    if (step.do !== 'updateDomain' || step.displayName === null || from === undefined || !shown.has(from))
      return [change];
    const given = parts.change({
      action,
      kind,
      subject,
      differences: difference(DISPLAY_NAME, from, undefined),
      step: { do: 'yieldDisplayName', domainName: step.domainName, displayName: from },
    });
    const taken = difference(DISPLAY_NAME, undefined, step.displayName);
    return [given, { ...change, needs: given.key, differences: taken }];
  });
  return { ...part, changes };
}

function surplusDomain(name: string, status: DomainStatus, parts: Parts): Part {
  // It is gone in a while without anybody's doing.
  if (status === 'DISASSOCIATING' || status === 'DISASSOCIATED') return NOTHING;
  return parts.surplus('domains', {
    action: 'delete',
    kind: 'domain',
    subject: name,
    differences: [],
    step: { do: 'disassociateDomain', domainName: name },
  });
}
