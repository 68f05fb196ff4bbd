import {
  type AuthorizationProviderSpec,
  type FleetSpec,
  type WebsiteCaSpec,
} from '../model/fleet-file/fleet-document.js';
import { authorizationProviderKey, websiteCaKey } from '../model/fleet-file/keys.js';
import { certificateWords } from './certificate-words.js';
import { difference, joined, NOTHING, type Part, type Parts } from './parts.js';
import { type PresentFleet } from '../model/fleet-file/present-fleet.js';

export function planWebsiteCas(
  wanted: readonly WebsiteCaSpec[],
  present: PresentFleet | undefined,
  parts: Parts,
): Part {
  const there = new Map(
    (present?.spec.websiteCertificateAuthorities ?? []).map((ca) => [websiteCaKey(ca.certificate), ca]),
  );
  const keys = wanted.map(({ certificate }) => websiteCaKey(certificate));
  const named = new Set(keys);
  return joined([
    ...wanted.map((ca, index) => {
      const key = keys[index] ?? '';
      return planWebsiteCa(ca, there.get(key), present?.websiteCaIds.get(key) ?? [], parts);
    }),
    ...Array.from(there, ([key, ca]) =>
      named.has(key) ? NOTHING : surplusWebsiteCa(ca, present?.websiteCaIds.get(key) ?? [], parts),
    ),
  ]);
}

function planWebsiteCa(
  { certificate, displayName }: WebsiteCaSpec,
  present: WebsiteCaSpec | undefined,
  ids: readonly string[],
  parts: Parts,
): Part {
  const subject = titleOf(certificate);
  const upload = {
    do: 'uploadWebsiteCa',
    certificate,
    ...(displayName !== undefined && { displayName }),
  } as const;
  if (present === undefined) {
    const differences = difference('display name', undefined, displayName);
    return parts.of({ action: 'create', kind: 'website-ca', subject, differences, step: upload });
  }
  if (displayName === undefined || displayName === present.displayName) return NOTHING;
  // The service has no operation that changes it (service model).
  return parts.of({
    action: 'replace',
    kind: 'website-ca',
    subject,
    differences: difference('display name', present.displayName, displayName),
    ...(parts.allowances.replace.has('website-cas') ? {} : { withheld: 'website-cas' }),
    step: { ...upload, replaces: ids },
  });
}

function surplusWebsiteCa({ certificate }: WebsiteCaSpec, ids: readonly string[], parts: Parts): Part {
  const title = titleOf(certificate);
  return joined(
    ids.map((websiteCaId) =>
      parts.surplus('website-cas', {
        action: 'delete',
        kind: 'website-ca',
        subject: ids.length > 1 ? `${title}, ${websiteCaId}` : title,
        differences: [],
        step: { do: 'deleteWebsiteCa', websiteCaId },
      }),
    ),
  );
}

function titleOf(certificate: string): string {
  return certificateWords(certificate)[0] ?? 'no certificate';
}

export function planAuthorizationProviders(
  wanted: readonly AuthorizationProviderSpec[],
  present: PresentFleet | undefined,
  parts: Parts,
): Part {
  const there = new Map(
    (present?.spec.authorizationProviders ?? []).map((one) => [authorizationProviderKey(one), one]),
  );
  const named = new Set(wanted.map(authorizationProviderKey));
  return joined([
    ...wanted
      .filter((one) => !there.has(authorizationProviderKey(one)))
      .map(({ type, domainName = '' }) =>
        parts.of({
          action: 'create',
          kind: 'authorization-provider',
          subject: `${type} ${domainName}`.trim(),
          differences: [],
          step: { do: 'associateProvider', type, domainName },
        }),
      ),
    ...Array.from(there, ([key, provider]) =>
      named.has(key)
        ? NOTHING
        : surplusProvider(provider, present?.authorizationProviderIds.get(key) ?? [], parts),
    ),
  ]);
}

function surplusProvider(
  { type, domainName = '' }: AuthorizationProviderSpec,
  ids: readonly string[],
  parts: Parts,
): Part {
  const title = `${type} ${domainName}`.trim();
  return joined(
    ids.map((authorizationProviderId) =>
      parts.surplus('authorization-providers', {
        action: 'delete',
        kind: 'authorization-provider',
        subject: ids.length > 1 ? `${title}, ${authorizationProviderId}` : title,
        differences: [],
        step: { do: 'disassociateProvider', authorizationProviderId },
      }),
    ),
  );
}

export function planDevicePolicy(
  wanted: FleetSpec['deviceCaCertificate'],
  present: FleetSpec['deviceCaCertificate'],
  parts: Parts,
): Part {
  const kind = 'device-policy';
  const subject = 'device policy';
  const before = wordsOf(present);
  if (wanted === undefined) {
    if (present === undefined) return NOTHING;
    const differences = difference('certificates', before, undefined);
    const step = { do: 'removeDevicePolicy' } as const;
    return parts.surplus('device-policy', { action: 'delete', kind, subject, differences, step });
  }
  const differences = difference('certificates', before, wordsOf(wanted));
  if (differences.length === 0) return NOTHING;
  return parts.of({
    action: present === undefined ? 'create' : 'change',
    kind,
    subject,
    differences,
    step: { do: 'configureDevicePolicy', certificate: wanted },
  });
}

/** A chain is put in its order before it is sent: the order that it is given in says nothing. */
function wordsOf(chain: string | undefined): string | undefined {
  return chain === undefined ? undefined : [...certificateWords(chain)].sort().join(', ');
}
