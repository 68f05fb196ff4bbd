import { type FleetSpec, type NetworkSpec } from '../model/fleet-file/fleet-document.js';
import { DEFAULT_TEMPLATE } from '../invites/default-template.js';
import { TEMPLATE_PARTS } from '../invites/template.js';
import { difference, joined, NOTHING, type Part, type Parts } from './parts.js';

/** What a fleet is made with. */
export function planCreation(wanted: FleetSpec, parts: Parts): Part {
  const { name, displayName, optimizeForEndUserLocation, tags } = wanted;
  return parts.of({
    action: 'create',
    kind: 'fleet',
    subject: name,
    differences: [
      ...difference('display name', undefined, displayName),
      ...(optimizeForEndUserLocation === true
        ? difference('optimize for end-user location', undefined, 'true')
        : []),
      ...tagDifferences({}, tags ?? {}),
    ],
    step: {
      do: 'createFleet',
      ...(displayName !== undefined && { displayName }),
      ...(optimizeForEndUserLocation !== undefined && { optimizeForEndUserLocation }),
      ...(tags !== undefined && { tags }),
    },
  });
}

export function planMetadata(wanted: FleetSpec, present: FleetSpec, parts: Parts): Part {
  const { name, displayName, optimizeForEndUserLocation: optimize = false } = wanted;
  const before = present.optimizeForEndUserLocation ?? false;
  const optimized = difference('optimize for end-user location', String(before), String(optimize));
  const takesNameAway = displayName === undefined && present.displayName !== undefined;
  const isPruned = takesNameAway && parts.allowances.prune.has('display-names');
  const renamed =
    takesNameAway && !isPruned ? [] : difference('display name', present.displayName, displayName);
  const change: Part =
    optimized.length + renamed.length === 0
      ? NOTHING
      : parts.of({
          action: 'change',
          kind: 'fleet',
          subject: name,
          differences: [...renamed, ...optimized],
          step: {
            do: 'updateFleet',
            ...(renamed.length > 0 && { displayName: displayName ?? null }),
            ...(optimized.length > 0 && { optimizeForEndUserLocation: optimize }),
          },
        });
  if (!takesNameAway || isPruned) return change;
  const kept = { fleetName: parts.fleetName, kind: 'fleet', subject: 'the display name' } as const;
  return { changes: change.changes, kept: [{ ...kept, prune: 'display-names' }] };
}

export function planTags(
  wanted: FleetSpec['tags'] = {},
  present: FleetSpec['tags'] = {},
  parts: Parts,
): Part {
  const set = Object.fromEntries(
    Object.entries(wanted).filter(([key, value]) => !Object.hasOwn(present, key) || present[key] !== value),
  );
  const surplus = Object.keys(present).filter((key) => !Object.hasOwn(wanted, key));
  const action = Object.keys(set).some((key) => Object.hasOwn(present, key)) ? 'change' : 'create';
  return joined([
    Object.keys(set).length === 0
      ? NOTHING
      : parts.of({
          action,
          kind: 'tags',
          subject: Object.keys(set).join(', '),
          differences: tagDifferences(present, set),
          step: { do: 'setTags', tags: set },
        }),
    surplus.length === 0
      ? NOTHING
      : parts.surplus('tags', {
          action: 'delete',
          kind: 'tags',
          subject: surplus.join(', '),
          differences: surplus.flatMap((key) => difference(key, present[key], undefined)),
          step: { do: 'removeTags', keys: surplus },
        }),
  ]);
}

function tagDifferences(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) {
  return Object.entries(after).flatMap(([key, value]) =>
    difference(`tag ${key}`, Object.hasOwn(before, key) ? before[key] : undefined, value),
  );
}

export function planIdentityProvider(
  wanted: FleetSpec['identityProvider'],
  present: FleetSpec['identityProvider'],
  parts: Parts,
): Part {
  const kind = 'identity-provider';
  if (wanted === undefined) return present === undefined ? NOTHING : parts.lasting(kind, present.type);
  const { type, metadata } = wanted;
  const isLinked = present !== undefined;
  if (isLinked && metadata === undefined && present.metadata !== undefined)
    return parts.lasting(kind, 'its metadata');
  if (isLinked && metadata === present.metadata) return NOTHING;
  return parts.of({
    action: isLinked ? 'change' : 'create',
    kind,
    subject: type,
    differences: difference('metadata', sizeOf(present?.metadata), sizeOf(metadata)),
    step: { do: 'linkIdentityProvider', ...(metadata !== undefined && { metadata }), isLinked },
  });
}

function sizeOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : `a document of ${String(text.length)} characters`;
}

export function planNetwork(
  wanted: NetworkSpec | undefined,
  present: NetworkSpec | undefined,
  parts: Parts,
): Part {
  const kind = 'network';
  if (wanted === undefined) return present === undefined ? NOTHING : parts.lasting(kind, present.vpcId);
  const differences = [
    ...difference('VPC', present?.vpcId, wanted.vpcId),
    ...difference('subnets', listed(present?.subnetIds), listed(wanted.subnetIds)),
    ...difference('security groups', listed(present?.securityGroupIds), listed(wanted.securityGroupIds)),
  ];
  if (differences.length === 0) return NOTHING;
  return parts.of({
    action: present === undefined ? 'create' : 'change',
    kind,
    subject: wanted.vpcId,
    differences,
    step: { do: 'linkNetwork', network: wanted, isLinked: present !== undefined },
  });
}

/** The order of ids says nothing. */
function listed(ids: readonly string[] | undefined): string | undefined {
  return ids === undefined ? undefined : [...ids].sort().join(', ');
}

export function planAuditStream(wanted: string | undefined, present: string | undefined, parts: Parts): Part {
  const kind = 'audit-stream';
  if (wanted === present) return NOTHING;
  const differences = difference('stream', present, wanted);
  if (wanted === undefined) {
    const step = { do: 'unlinkAuditStream' } as const;
    return parts.surplus('audit-stream', {
      action: 'delete',
      kind,
      subject: present ?? '',
      differences,
      step,
    });
  }
  return parts.of({
    action: present === undefined ? 'create' : 'change',
    kind,
    subject: wanted,
    differences,
    step: { do: 'linkAuditStream', streamArn: wanted },
  });
}

export function planInvitation(
  wanted: FleetSpec['invitation'],
  present: FleetSpec['invitation'],
  parts: Parts,
): Part {
  const kind = 'invitation';
  const usual = { ...DEFAULT_TEMPLATE };
  const before = full(present) ?? usual;
  const after = full(wanted) ?? usual;
  const differences = TEMPLATE_PARTS.flatMap((part) =>
    part === 'subject'
      ? difference(part, before[part], after[part])
      : before[part] === after[part]
        ? []
        : [{ member: part, from: sizeOf(before[part]) ?? '', to: sizeOf(after[part]) ?? '' }],
  );
  if (differences.length === 0) return NOTHING;
  const step = { do: 'saveInvitation', template: after } as const;
  if (wanted === undefined)
    return parts.surplus('invitation', { action: 'delete', kind, subject: 'invitation', differences, step });
  return parts.of({
    action: present === undefined ? 'create' : 'change',
    kind,
    subject: 'invitation',
    differences,
    step,
  });
}

function full(template: FleetSpec['invitation']) {
  return template === undefined ? undefined : { ...template, link: template.link ?? '' };
}
