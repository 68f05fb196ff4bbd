/** What one key of a payload may hold. */
export interface KeyRule {
  readonly type: 'string' | 'integer' | 'boolean' | 'data' | 'array' | 'dictionary';
  readonly required?: boolean;
  readonly values?: readonly (string | number)[];
  readonly keys?: Readonly<Record<string, KeyRule>>;
}

type Rules = Readonly<Record<string, KeyRule>>;

/**
 * Apple's published keys, as far as profiles for iOS use them: github.com/apple/device-management, `mdm/profiles/`
 * (CommonPayloadKeys, TopLevel, com.apple.security.root, com.apple.security.pkcs12, com.apple.vpn.managed), read in 2026.
 */
const COMMON: Rules = {
  PayloadIdentifier: { type: 'string', required: true },
  PayloadUUID: { type: 'string', required: true },
  PayloadType: { type: 'string', required: true },
  PayloadVersion: { type: 'integer', required: true, values: [1] },
  PayloadDescription: { type: 'string' },
  PayloadDisplayName: { type: 'string' },
  PayloadOrganization: { type: 'string' },
};

export const TOP_LEVEL: Rules = {
  ...COMMON,
  PayloadType: { type: 'string', required: true, values: ['Configuration'] },
  PayloadContent: { type: 'array', required: true },
};

export const PAYLOADS: Readonly<Record<string, Rules>> = {
  'com.apple.security.root': {
    ...COMMON,
    PayloadCertificateFileName: { type: 'string' },
    PayloadContent: { type: 'data', required: true },
  },
  'com.apple.security.pkcs12': {
    ...COMMON,
    PayloadCertificateFileName: { type: 'string' },
    PayloadContent: { type: 'data', required: true },
    Password: { type: 'string' },
  },
  'com.apple.vpn.managed': {
    ...COMMON,
    VPNType: {
      type: 'string',
      required: true,
      values: ['VPN', 'L2TP', 'IPSec', 'IKEv2', 'AlwaysOn', 'TransparentProxy'],
    },
    // Required where VPNType is VPN.
    VPNSubType: { type: 'string', required: true },
    UserDefinedName: { type: 'string', required: true },
    VPN: {
      type: 'dictionary',
      required: true,
      keys: {
        RemoteAddress: { type: 'string', required: true },
        AuthenticationMethod: { type: 'string', values: ['Password', 'Certificate', 'Password+Certificate'] },
        PayloadCertificateUUID: { type: 'string' },
        ProviderBundleIdentifier: { type: 'string' },
      },
    },
  },
};

function kindOf(value: unknown): string {
  if (value instanceof Uint8Array) return 'data';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'real';
  return typeof value === 'object' ? 'dictionary' : typeof value;
}

/** What is wrong with a dictionary by Apple's rules for its keys: nothing, for a valid one. */
export function faults(dictionary: object, rules: Rules, path = ''): string[] {
  const found: string[] = [];
  const entries: readonly (readonly [string, unknown])[] = Object.entries(dictionary);
  for (const [key, value] of entries) {
    const rule = rules[key];
    if (rule === undefined) found.push(`${path}${key} is no key of Apple's`);
    else if (kindOf(value) !== rule.type) found.push(`${path}${key} is ${kindOf(value)}, not ${rule.type}`);
    else if (rule.values?.some((allowed) => allowed === value) === false)
      found.push(`${path}${key} has another value`);
    else if (rule.keys !== undefined && typeof value === 'object' && value !== null)
      found.push(...faults(value, rule.keys, `${path}${key}.`));
  }
  for (const [key, { required }] of Object.entries(rules)) {
    if (required === true && !entries.some(([name]) => name === key)) found.push(`${path}${key} is missing`);
  }
  return found;
}
