import { randomUUID, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAuthority, issueCertificate } from '../../src/core/certificates/issue.js';
import { issueResponse } from '../../src/core/saml/mock-idp/issue-response.js';
import { mockIdpMetadata } from '../../src/core/saml/mock-idp/metadata.js';

/** A command whose JSON is noted. */
export interface ShapeStep {
  /** Words of the command line. */
  readonly args: readonly string[];
  /** The exit code, where it is not 0. */
  readonly status?: number;
}

/** Stands for the company code of the fleet `demo`, which is another in every run. */
export const COMPANY_CODE = 'COMPANY-CODE';

/** Answers to a set-up, as a file has them. */
export const SETUP_ANSWERS =
  'version: 1\nfleet: { name: guided }\nidentityProvider: { vendor: okta }\nlater: [domains, network]\n';

/** Every command with a JSON answer, in an order in which each finds what it needs. */
export const SHAPE_STEPS: readonly ShapeStep[] = [
  { args: ['fleet', 'list'] },
  { args: ['fleet', 'create', 'demo', '--display-name', 'Demo', '--tag', 'team=it'] },
  { args: ['fleet', 'create', 'other', '--dry-run'] },
  { args: ['emulator', 'clock', 'advance', '1h'] },
  { args: ['fleet', 'list'] },
  { args: ['fleet', 'show', 'demo'] },
  { args: ['fleet', 'show', 'nothing'], status: 5 },
  { args: ['status', 'demo'] },
  { args: ['doctor', 'demo'], status: 3 },
  { args: ['fleet', 'update', 'demo', '--display-name', 'Demo fleet'] },

  { args: ['tag', 'set', '--fleet', 'demo', 'stage=trial'] },
  { args: ['tag', 'list', '--fleet', 'demo'] },
  { args: ['tag', 'remove', '--fleet', 'demo', 'stage'] },

  { args: ['auth-provider', 'associate', 'login.example.com', '--fleet', 'demo'] },
  { args: ['auth-provider', 'list', '--fleet', 'demo'] },
  { args: ['auth-provider', 'disassociate', 'login.example.com', '--fleet', 'demo', '--yes'] },

  { args: ['role', 'show'] },
  { args: ['role', 'delete', '--yes'], status: 6 },

  { args: ['invite', 'show', 'demo'] },
  { args: ['invite', 'edit', 'demo', '--subject', 'Your phone'] },
  { args: ['invite', 'edit', 'demo', '--history'] },
  { args: ['invite', 'download', 'demo', '--format', 'text'] },
  {
    args: [
      'invite',
      'send',
      'ana@example.com',
      '-f',
      'demo',
      '--sender',
      'it@example.com',
      '--smtp-url',
      'smtp://127.0.0.1',
      '--dry-run',
    ],
  },

  { args: ['idp', 'check', 'okta-metadata.xml'] },
  { args: ['device-cert', 'issue', '--user', 'ana', '--directory', 'devices', '--generate-passwords'] },
  {
    args: [
      'device-profile',
      'ios',
      '--fleet',
      'demo',
      '--p12',
      'devices/ana.p12',
      '--p12-password-file',
      'devices/ana.password',
      '--output-file',
      'ana.mobileconfig',
    ],
  },
  {
    args: ['device-profile', 'ios', '-f', 'demo', '--csv', 'devices/issued.csv', '--directory', 'profiles'],
  },
  {
    args: [
      ...['device-profile', 'ios', '-f', 'demo', '--csv', 'devices/issued.csv', '--directory', 'others'],
      '--dry-run',
    ],
  },
  { args: ['device-profile', 'android', '--for', 'airwatch'] },
  { args: ['device-profile', 'remove', '--for', 'usb'] },

  { args: ['idp', 'link', '--fleet', 'demo', '--metadata', 'okta-metadata.xml'] },
  { args: ['idp', 'show', '--fleet', 'demo'] },
  { args: ['idp', 'update', '--fleet', 'demo', '--metadata', 'okta-metadata.xml'] },
  { args: ['idp', 'sp-metadata', '--fleet', 'demo'] },
  { args: ['idp', 'sp-metadata', '--fleet', 'demo', '--for', 'okta'] },

  {
    args: [
      ...[
        'idp',
        'test',
        '--response',
        'response.txt',
        '--metadata',
        'idp.xml',
        '--at',
        '2026-11-20T12:00:00Z',
      ],
      ...['--entity-id', 'https://sp.example.com', '--acs', 'https://sp.example.com/acs'],
    ],
  },
  { args: ['idp', 'test', '--response', 'response.txt', '--fleet', 'demo'], status: 3 },
  { args: ['idp', 'rotate', 'start', '--fleet', 'demo', '--metadata', 'idp-new.xml'] },
  { args: ['idp', 'rotate', 'status', '--fleet', 'demo'] },
  { args: ['idp', 'rotate', 'finish', '--fleet', 'demo'], status: 6 },
  { args: ['idp', 'rotate', 'rollback', '--fleet', 'demo'] },

  { args: ['ca', 'upload', 'chain.pem', '--fleet', 'demo', '--display-name', 'Root', '--dry-run'] },
  { args: ['ca', 'upload', 'chain.pem', '--fleet', 'demo', '--display-name', 'Root'] },
  { args: ['ca', 'list', '--fleet', 'demo'] },
  { args: ['ca', 'show', 'Root', '--fleet', 'demo'] },
  { args: ['ca', 'download', 'Root', '--fleet', 'demo'] },
  { args: ['ca', 'download', '--all', '--fleet', 'demo', '--directory', '-'] },
  { args: ['ca', 'delete', 'Root', '--fleet', 'demo', '--yes'] },

  { args: ['emulator', 'device', 'generate', '--count', '3', '--fleet', 'demo'] },
  { args: ['emulator', 'device', 'list', '--fleet', 'demo'] },
  { args: ['emulator', 'device', 'sign-in', COMPANY_CODE, 'ann@example.com', '--device-id', 'phone-1'] },
  { args: ['devices', 'list', '--fleet', 'demo'] },
  { args: ['devices', 'show', 'phone-1', '--fleet', 'demo'] },
  { args: ['users', 'list', '--fleet', 'demo'] },
  { args: ['users', 'show', 'adam.adams@example.com', '--fleet', 'demo'] },
  { args: ['users', 'sign-out', 'adam.adams@example.com', '--fleet', 'demo'] },

  { args: ['device-policy', 'configure', 'chain.pem', '--fleet', 'demo'] },
  { args: ['device-policy', 'show', '--fleet', 'demo'] },
  { args: ['device-policy', 'remove', '--fleet', 'demo', '--yes'] },

  { args: ['certificate', 'inspect', 'site.pem'] },
  { args: ['certificate', 'verify', 'site.pem', '--ca', 'chain.pem', '--hostname', 'site.example.com'] },
  {
    args: ['certificate', 'verify', 'site.pem', '--ca', 'chain.pem', '--hostname', 'b.example.com'],
    status: 3,
  },
  { args: ['certificate', 'request', 'intranet.example.com'] },
  { args: ['certificate', 'show', 'intranet.example.com'] },
  { args: ['certificate', 'validate', 'intranet.example.com'] },
  {
    args: [
      'certificate',
      'import',
      '--certificate',
      'site.pem',
      '--private-key',
      'site.key',
      '--chain',
      'chain.pem',
    ],
  },
  { args: ['certificate', 'list'] },
  { args: ['certificate', 'delete', 'site.example.com', '--yes'] },

  { args: ['domain', 'associate', 'intranet.example.com', '--fleet', 'demo', '--display-name', 'Intranet'] },
  { args: ['domain', 'associate', 'intranet.example.org', '--fleet', 'demo'], status: 3 },
  { args: ['emulator', 'clock', 'advance', '1h'] },
  { args: ['domain', 'list', '--fleet', 'demo'] },
  { args: ['domain', 'show', 'intranet.example.com', '--fleet', 'demo'] },
  // Nobody listens there.
  { args: ['domain', 'check', '--fleet', 'demo', '--resolver', '127.0.0.1:9'], status: 3 },
  { args: ['domain', 'update', 'intranet.example.com', '--fleet', 'demo', '--display-name', 'Pages'] },
  { args: ['domain', 'revoke', 'intranet.example.com', '--fleet', 'demo'] },
  { args: ['domain', 'restore', 'intranet.example.com', '--fleet', 'demo'] },

  { args: ['emulator', 'clock', 'show'] },
  { args: ['emulator', 'clock', 'set', '2030-01-01T00:00:00Z'] },
  { args: ['emulator', 'clock', 'reset'] },
  {
    args: [
      'emulator',
      'fault',
      'add',
      '--operation',
      'DeleteFleet',
      '--error',
      'TooManyRequestsException',
      '--count',
      '1',
    ],
  },
  { args: ['emulator', 'fault', 'list'] },
  { args: ['emulator', 'fault', 'clear'] },
  { args: ['emulator', 'principal', 'add', 'auditor', '--policy', 'AmazonWorkLinkReadOnly'] },
  { args: ['emulator', 'principal', 'list'] },
  { args: ['emulator', 'principal', 'remove', 'auditor', '--yes'] },
  { args: ['trail', 'events', '--operation', 'CreateFleet'] },
  { args: ['trail', 'export', '--directory', 'logs'] },
  { args: ['emulator', 'start', '--detach', '--port', '0'] },
  { args: ['emulator', 'status'] },
  { args: ['emulator', 'env'] },
  { args: ['emulator', 'stop'] },
  { args: ['emulator', 'idp', 'start', '--detach', '--port', '0'] },
  { args: ['emulator', 'idp', 'status'] },
  { args: ['emulator', 'idp', 'stop'] },

  { args: ['export', 'demo', '--folder', 'planned'] },
  { args: ['tag', 'set', '--fleet', 'demo', 'team=another'] },
  { args: ['diff', 'planned'] },
  { args: ['diff', 'planned', '--exit-code'], status: 2 },
  { args: ['apply', 'planned', '--dry-run'] },
  { args: ['apply', 'planned', '--yes'] },

  { args: ['validate', '--schema'] },
  { args: ['export', 'demo'] },
  { args: ['validate', 'planned'] },
  { args: ['validate', 'account.yaml'], status: 5 },

  { args: ['emulator', 'export'] },
  { args: ['emulator', 'seed', '--sample'] },
  { args: ['emulator', 'seed', '--sample'], status: 6 },

  { args: ['network', 'discover'] },
  {
    args: [
      ...['network', 'link', '--fleet', 'demo', '--vpc', 'vpc-0a1b2c3d4e5f60718'],
      ...['--subnet', 'subnet-0a1b2c3d4e5f60a01', '--security-group', 'sg-0a1b2c3d4e5f60002'],
    ],
  },
  { args: ['network', 'update', '--fleet', 'demo', '--subnet', 'subnet-0a1b2c3d4e5f60b01'] },
  { args: ['network', 'show', '--fleet', 'demo'] },
  { args: ['network', 'check', '--fleet', 'demo'] },

  { args: ['audit', 'streams', 'create', 'AmazonWorkLink-shapes'] },
  { args: ['audit', 'streams', 'list'] },
  { args: ['audit', 'link', '--fleet', 'demo', '--stream', 'AmazonWorkLink-shapes'] },
  { args: ['audit', 'show', '--fleet', 'demo'] },
  { args: ['emulator', 'clock', 'advance', '1h'] },
  { args: ['emulator', 'device', 'browse', 'phone-1', 'https://intranet.example.com/', '--fleet', 'demo'] },
  // Of one record: several are as many documents.
  { args: ['audit', 'tail', '--fleet', 'demo', '--no-follow'] },
  { args: ['audit', 'report', '--fleet', 'demo'] },
  { args: ['audit', 'unlink', '--fleet', 'demo', '--yes'] },
  {
    args: ['emulator', 'device', 'browse', 'phone-1', 'https://wiki.example.com/', '--fleet', 'demo'],
    status: 3,
  },
  { args: ['emulator', 'device', 'sign-out', 'phone-1', '--fleet', 'demo'] },
  { args: ['domain', 'disassociate', 'intranet.example.com', '--fleet', 'demo', '--yes'] },

  { args: ['fleet', 'delete', 'demo', '--confirm', 'demo'] },
  { args: ['role', 'delete', '--yes'] },
  { args: ['completion', 'bash'] },
  { args: ['config', 'set', 'fleet', 'demo'] },
  { args: ['config', 'get', 'fleet'] },
  { args: ['config', 'list'] },
  { args: ['config', 'unset', 'fleet'] },

  { args: ['emulator', 'reset', '--yes'] },

  { args: ['setup', '--answers', 'setup.yaml', '--dry-run'] },
  { args: ['setup', '--answers', 'setup.yaml', '--yes'] },
];

/** An identity provider's metadata, and a response of it to https://sp.example.com that can be presented at noon of 20 November 2026. */
export async function signInFiles(): Promise<Map<string, string>> {
  const at = new Date('2026-11-20T12:00:00Z');
  const entityId = 'https://idp.example.com/saml';
  const { certificatePem, privateKeyPem } = await createAuthority({ name: 'Example IdP', now: at });
  const { samlResponse } = await issueResponse({
    identityProvider: { entityId, certificatePem, privateKeyPem },
    request: { id: '_request-1', issuer: 'https://sp.example.com', acsUrl: 'https://sp.example.com/acs' },
    user: { nameId: 'ana@example.com', attributes: { department: ['Sales'] } },
    at,
    newId: () => `_${randomUUID()}`,
  });
  const metadata = mockIdpMetadata({
    entityId,
    redirectUrl: 'https://idp.example.com/sso',
    postUrl: 'https://idp.example.com/sso',
    signingCertificates: [certificatePem],
  });
  const okta = await readFile(join(import.meta.dirname, '../../examples/okta-metadata.xml'), 'utf8');
  const fresh = new X509Certificate(certificatePem).raw.toString('base64');
  return new Map([
    ['idp.xml', metadata],
    ['idp-new.xml', okta.replace(/(<ds:X509Certificate>)[^<]*/, (_, tag: string) => tag + fresh)],
    ['response.txt', `SAMLResponse=${encodeURIComponent(samlResponse)}&RelayState=abc`],
  ]);
}

/** A certificate with its key and the authority above it, made as they are needed. */
export async function certificateFiles(
  now: Date,
  [domainName = 'site.example.com', ...subjectAltNames]: readonly string[] = [],
): Promise<Map<string, string>> {
  const authority = await createAuthority({ name: 'Example Web CA', now });
  const issued = await issueCertificate({
    authority,
    domainName,
    subjectAltNames,
    now,
    days: 90,
  });
  return new Map([
    ['site.pem', issued.certificatePem],
    ['site.key', issued.privateKeyPem],
    ['chain.pem', issued.chainPem],
    ['bundle.p7b', await bundleOf(issued.chainPem)],
  ]);
}

/** Certificates as a certs-only PKCS#7 file, PEM. */
async function bundleOf(pem: string): Promise<string> {
  const { default: forge } = await import('node-forge');
  const bundle = forge.pkcs7.createSignedData();
  bundle.addCertificate(pem);
  return forge.pkcs7.messageToPem(bundle);
}
