import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readManifest } from '../../scripts/lib/manifest.js';
import { certificateFiles, signInFiles } from '../snapshots/shape-steps.js';
import { finished, Home } from '../support/binary.js';

const root = join(import.meta.dirname, '../..');
const commands = readManifest(readFileSync(join(root, 'oclif.manifest.json'), 'utf8'));

const IMPORT = 'worklink certificate import --certificate cert.pem --private-key key.pem --chain chain.pem';
const DOMAINS = [
  IMPORT,
  'worklink domain associate --from domains.txt -f sales',
  'worklink emulator clock advance 1h',
];
const REQUEST = ['worklink certificate request intranet.example.com'];
const LINK = ['worklink idp link -f sales --metadata idp-metadata.xml'];
const NETWORK = [
  'worklink network link -f sales --vpc vpc-0a1b2c3d4e5f60718 --subnet subnet-0a1b2c3d4e5f60a01 --subnet subnet-0a1b2c3d4e5f60b01 --security-group sg-0a1b2c3d4e5f60002',
];
const PROVIDER = 'worklink auth-provider associate login.example.com -f sales';
const START = 'worklink emulator start --detach --port 0';
const ROTATE = 'worklink idp rotate start -f sales --metadata idp-new.xml';
const FLEET = [
  'worklink fleet create sales --tag owner=ops --tag stage=trial --tag cost-center=4711',
  'worklink emulator clock advance 1h',
];

const CODE = '"$(worklink fleet show sales --query companyCode -o text)"';
const SIGN_IN = `worklink emulator device sign-in ${CODE} alice@example.com --device-id phone-1`;
/** A fleet that users have signed in to, with a domain and without a company network. */
const DEVICES = [...FLEET, ...LINK, ...DOMAINS, SIGN_IN];
const ISSUE = 'worklink device-cert issue --user ana --user signer --directory . --generate-passwords';

const STREAM = 'worklink audit streams create AmazonWorkLink-audit && worklink emulator clock advance 1h';
/** A fleet whose audit stream has been told of some pages. */
const AUDIT = [
  ...DEVICES,
  STREAM,
  'worklink audit link --fleet sales --stream AmazonWorkLink-audit',
  ...['a', 'b', 'c'].map(
    (page) =>
      `worklink emulator device browse phone-1 https://intranet.example.com/${page} -f sales || test $? -eq 3`,
  ),
];

/** A file of a fleet, and the fleet no longer as the file says. */
const FLEET_FILE = [
  ...FLEET,
  ...DOMAINS,
  'worklink export sales > fleet.yaml',
  'worklink tag set -f sales owner=another',
];

/** What a person has done before the examples of a command; by the beginning of its name, the longest that fits. */
const BEFORE: Readonly<Record<string, readonly string[]>> = {
  '': FLEET,
  ca: [...FLEET, 'worklink ca upload root.pem -f sales --display-name "Example root"'],
  'ca upload': FLEET,
  audit: AUDIT,
  'audit link': [...FLEET, STREAM],
  'audit streams': [STREAM],
  'auth-provider disassociate': [...FLEET, PROVIDER],
  'auth-provider list': [...FLEET, PROVIDER],
  'config unset': ['worklink config set output json', 'worklink config set fleet sales --project'],
  'certificate delete': ['worklink certificate request old.example.com'],
  'certificate import': [IMPORT],
  'certificate show': REQUEST,
  'certificate validate': REQUEST,
  devices: DEVICES,
  'device-policy': [...FLEET, ISSUE, 'worklink device-policy configure device-ca.pem -f sales'],
  'device-cert': [ISSUE],
  'device-profile': [...FLEET, ISSUE],
  domain: [...FLEET, ...DOMAINS],
  'domain associate': [...FLEET, IMPORT],
  'domain restore': [...FLEET, ...DOMAINS, 'worklink domain revoke --from domains.txt -f sales'],
  emulator: [],
  'emulator principal remove': ['worklink emulator principal add auditor --policy AmazonWorkLinkReadOnly'],
  'emulator device': DEVICES,
  'emulator seed': [
    'worklink emulator seed --sample --name other',
    'worklink emulator export --name other > account.yaml',
  ],
  apply: FLEET_FILE,
  diff: FLEET_FILE,
  export: [...FLEET, ...LINK],
  validate: [
    ...FLEET,
    'worklink export sales > fleet.yaml',
    'worklink export sales --folder fleets --schema fleet-file.schema.json',
  ],
  'fleet create': [],
  completion: [],
  help: [],
  idp: [...FLEET, ...LINK],
  'idp check': [],
  'idp rotate': [...FLEET, ...LINK, ROTATE],
  'idp rotate start': [...FLEET, ...LINK],
  // The ACS is where the emulator was last: on a port that no other test has.
  'idp test': [...FLEET, ...LINK, START, 'worklink emulator stop'],
  'idp link': FLEET,
  'invite edit': [...FLEET, 'worklink invite edit sales --subject "An older subject"'],
  network: [...FLEET, ...NETWORK],
  'network discover': [],
  'network link': FLEET,
  setup: [],
  'role delete': [...FLEET, 'worklink fleet delete sales --confirm sales'],
  users: DEVICES,
};

const START_IDP = 'worklink emulator idp start --detach --port 0';

/** Servers that run while the examples of a command are tried. */
const SERVERS: Readonly<Record<string, readonly string[]>> = {
  'emulator env': [START],
  'emulator idp stop': [START_IDP, `${START_IDP} --name checkout-tests`],
  'emulator status': [START],
  'emulator stop': [START, `${START} --state trial.db`, `${START} --name checkout-tests`],
};

/** The exit codes of examples that do not simply succeed here: they ask, and nobody answers; or they name what only their reader has. */
const EXITS: Readonly<Record<string, number>> = {
  'worklink apply fleet.yaml': 4,
  'worklink diff fleet.yaml --exit-code': 2,
  'worklink ca delete "Example root" --fleet sales': 4,
  'worklink certificate delete old.example.com': 4,
  'worklink doctor': 3,
  'worklink doctor sales --check-idp --check-domains --timeout 2s': 3,
  'worklink doctor --expires-within 90d --query "[?severity!=\'info\'].[id,subject,message]" --json': 3,
  'worklink domain check --fleet sales': 3,
  'worklink domain check intranet.example.com -f sales --resolver 127.0.0.1 --timeout 2s --json': 3,
  'worklink device-policy remove --fleet sales': 4,
  'worklink domain disassociate intranet.example.com --fleet sales': 4,
  'worklink audit unlink --fleet sales': 4,
  'worklink auth-provider disassociate login.example.com --fleet sales': 4,
  'worklink emulator principal remove auditor': 4,
  'worklink emulator reset': 4,
  'worklink role delete': 4,
  'worklink fleet delete sales': 4,
  'worklink emulator device browse phone-1 https://intranet.example.com/ --fleet sales': 3,
  'worklink emulator device browse phone-1 https://wiki.example.com/ -f sales --query refusal.code -o text': 3,
  // The list names one who has never signed in.
  'worklink users sign-out -f sales --from users.csv --wait --interval 30s': 5,
  'worklink emulator fault clear 5f0c7a2e': 5,
  'worklink idp test sales --response response.txt': 3,
  // Nobody answers at the mail server of the example.
  'worklink invite send -f sales --from invited.csv --sender "IT <it@example.com>" --smtp-url smtp://it@mail.example.com --smtp-password-file mail.password --rate 30 --yes': 7,
  // Nobody signs in.
  'worklink idp test --fleet sales': 8,
  'worklink idp test -f sales --no-browser --json': 8,
  'worklink idp rotate finish --fleet sales': 6,
  'worklink idp rotate finish -f sales --response response.txt --at 2026-11-20T12:00:00Z --dry-run': 3,
};

/** Stand-ins for the other programs that examples call. */
const OTHERS = [
  // The sites of examples are nowhere: a name server that is not there either says so at once.
  'export WORKLINK_RESOLVER=127.0.0.1:9',
  // Nor is it waited for a mail server that is not there.
  'export WORKLINK_ATTEMPTS=1',
  'curl() { cat idp-metadata.xml; }',
  'Invoke-Expression() { cat >/dev/null; }',
];

/** What is set for the examples of a command besides. */
const WITH: Readonly<Record<string, readonly string[]>> = { 'idp test': ['export WORKLINK_TIMEOUT=1s'] };

/** A policy of somebody's own. */
const POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['worklink:Describe*', 'worklink:TagResource'], Resource: '*' }],
};

/** Answers to a set-up. */
const SETUP = `version: 1
fleet: { name: sales, displayName: Sales }
identityProvider: { metadataFile: idp-metadata.xml, vendor: okta }
domains:
  - name: intranet.example.com
    import: { certificateFile: cert.pem, privateKeyFile: key.pem, chainFile: chain.pem }
network:
  vpcId: vpc-0a1b2c3d4e5f60718
  subnetIds: [subnet-0a1b2c3d4e5f60a01, subnet-0a1b2c3d4e5f60b01]
  securityGroupIds: [sg-0a1b2c3d4e5f60002]
invitation: {}
`;

/** An audit record as somebody stored it. */
const RECORD = {
  eventTime: '2026-01-31T12:00:00Z',
  username: 'alice@example.com',
  url: 'https://intranet.example.com/',
  deviceId: 'phone-1',
};

const prepared = new Map<string, Promise<string>>();

/** The folder of a home as some command lines leave it, made once and only copied afterwards. */
function homeAfter(lines: readonly string[]): Promise<string> {
  const key = lines.join('\n');
  const made = prepared.get(key) ?? prepare(lines);
  prepared.set(key, made);
  return made;
}

async function prepare(lines: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'worklink-examples-'));
  await Home.with(async (home) => {
    await writeFiles(home);
    for (const line of lines) await succeed(home, line);
    await cp(home.folder, folder, { recursive: true });
  });
  return folder;
}

async function succeed(home: Home, line: string): Promise<void> {
  const { status, stdout, stderr } = await home.shell(line);
  assert.equal(status, 0, `${line}: ${stdout}${stderr}`);
}

async function writeFiles(home: Home): Promise<void> {
  const certificate = await certificateFiles(new Date(), ['intranet.example.com', 'wiki.example.com']);
  const text = (name: string): string => certificate.get(name) ?? '';
  await home.file('cert.pem', text('site.pem'));
  await home.file('key.pem', text('site.key'));
  await home.file('chain.pem', text('chain.pem'));
  await home.file('fullchain.pem', text('site.pem') + text('chain.pem'));
  await home.file('root.pem', text('chain.pem'));
  await home.file('bundle.p7b', text('bundle.p7b'));
  await home.file('users.csv', 'username\nbob@example.com\n');
  await home.file('invited.csv', 'email,name\nana@example.com,Ana\nbob@example.com,Bob\n');
  await home.file('invite.txt', 'Your company code is {{companyCode}}.\n');
  await home.file('invite.html', '<p>Your company code is {{companyCode}}.</p>\n');
  await home.file('mail.password', 'secret\n');
  await home.file('domains.txt', 'intranet.example.com\nwiki.example.com # the other one\n');
  await home.file('audit.ndjson', `${JSON.stringify(RECORD)}\n`);
  await home.file('setup.yaml', SETUP);
  await home.file('policy.json', JSON.stringify(POLICY));
  for (const [name, content] of await signInFiles()) await home.file(name, content);
  await home.file('idp-metadata.xml', readFileSync(join(root, 'examples/okta-metadata.xml'), 'utf8'));
  const metadata = readFileSync(join(root, 'examples/okta-metadata.xml'), 'utf8');
  await home.file('idp-metadata.xml', metadata);
  const entity = metadata
    .replace(/^<\?xml[^>]*>\s*/, '')
    .replace(/entityID="[^"]*"/, 'entityID="https://idp.example.org/idp/shibboleth"');
  await home.file(
    'federation.xml',
    `<EntitiesDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata">${entity}</EntitiesDescriptor>`,
  );
}

/** The entry of a table for a command: that of the longest beginning of its name. */
function forCommand(table: Readonly<Record<string, readonly string[]>>, name: string): readonly string[] {
  const fitting = Object.keys(table).filter(
    (key) => key === '' || name === key || name.startsWith(`${key} `),
  );
  return table[fitting.sort((a, b) => b.length - a.length)[0] ?? ''] ?? [];
}

/** Starts a server in the foreground, has it end once it has said where it listens, and answers its exit code. */
async function untilItListens(home: Home, args: readonly string[]): Promise<number | null> {
  const server = home.start(args, { env: { WORKLINK_PORT: '0' } });
  server.stdout?.once('data', () => server.kill('SIGTERM'));
  const { status, stdout } = await finished(server);
  assert.match(stdout, /http:\/\/127\.0\.0\.1:\d+/);
  return status;
}

function isIdpInForeground(name: string, line: string): boolean {
  return name === 'emulator idp start' && !line.includes('--detach');
}

describe('the examples in the help', function () {
  this.timeout(120_000);

  after(async () => {
    for (const folder of prepared.values()) await rm(await folder, { recursive: true, force: true });
  });

  for (const { name, examples } of commands) {
    for (const line of examples) {
      it(line, async () => {
        await Home.with(async (home) => {
          await cp(await homeAfter(forCommand(BEFORE, name)), home.folder, { recursive: true });
          if (line === 'worklink emulator start' || isIdpInForeground(name, line)) {
            assert.equal(await untilItListens(home, line.split(' ').slice(1)), 0);
            return;
          }
          const servers = forCommand(SERVERS, name);
          try {
            for (const server of servers) await succeed(home, server);
            const { status, stdout, stderr } = await home.shell(
              ['set -o pipefail', ...OTHERS, ...(WITH[name] ?? []), line].join('\n'),
            );
            assert.equal(status, EXITS[line] ?? 0, stdout + stderr);
          } finally {
            if (name.startsWith('emulator idp')) {
              await home.shell(
                'worklink emulator idp stop; worklink emulator idp stop --name checkout-tests',
              );
            } else if (servers.length > 0 || name === 'emulator start') {
              await home.shell(
                'worklink emulator stop; worklink emulator stop --state trial.db; worklink emulator stop --name checkout-tests',
              );
            }
          }
        });
      });
    }
  }
});
