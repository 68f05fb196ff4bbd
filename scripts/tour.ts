/**
 * The five-minute tour: the main job, done for real by the built program on the local backend, each command shown with what it prints.
 *
 * It lives in a temporary folder, which is removed at the end. The certificate is made on the way, as a certificate authority would.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { createAuthority, issueCertificate } from '../src/core/certificates/issue.js';

const root = join(import.meta.dirname, '..');
const { values: options } = parseArgs({
  options: { program: { type: 'string', default: join(root, 'bin/run.js') } },
});
if (!existsSync(join(options.program, '../../dist/cli/main.js')))
  throw new Error('dist is missing: run `npm run build`');

const DOMAIN = 'intranet.example.com';
const ANSWERS = `version: 1
fleet: { name: branch, displayName: Branch office }
identityProvider: { metadataFile: okta-metadata.xml, vendor: okta }
network:
  vpcId: vpc-0a1b2c3d4e5f60718
  subnetIds: [subnet-0a1b2c3d4e5f60a01, subnet-0a1b2c3d4e5f60b01]
  securityGroupIds: [sg-0a1b2c3d4e5f60002]
auditStream: { stream: AmazonWorkLink-branch, create: true }
later: [domains]
`;
const home = mkdtempSync(join(tmpdir(), 'worklink-tour-'));
const env: NodeJS.ProcessEnv = {
  PATH: [join(process.execPath, '..'), process.env['PATH'] ?? ''].join(delimiter),
  HOME: home,
  TZ: 'UTC',
  NO_COLOR: '1',
};

try {
  copyFileSync(join(root, 'examples/okta-metadata.xml'), join(home, 'okta-metadata.xml'));
  await writeCertificate();

  say('A fleet, and the identity provider its users sign in with');
  worklink('fleet create demo --display-name "Demo fleet" --tag team=it --wait');
  worklink('idp check okta-metadata.xml');
  worklink('idp link --fleet demo --metadata okta-metadata.xml');
  worklink('idp show --fleet demo');
  worklink('idp sp-metadata --fleet demo --for okta');

  say('A certificate for the website');
  worklink('certificate import --certificate site.pem --private-key site.key --chain chain.pem');
  worklink('certificate list');

  say('The website, until the fleet’s users reach it');
  worklink(`domain associate ${DOMAIN} --fleet demo --display-name Intranet`);
  worklink(`domain show ${DOMAIN} --fleet demo`);
  worklink('emulator clock advance 1h');
  worklink('domain list --fleet demo');
  worklink(`domain revoke ${DOMAIN} --fleet demo`);
  worklink(`domain restore ${DOMAIN} --fleet demo`);
  worklink('domain list --fleet demo');

  say('The network it is reached through, and the authority its certificate comes from');
  worklink(
    'network discover --query "[?kind==\'subnet\']" --columns id,availabilityZone,freeAddresses,verdict',
  );
  worklink(
    'network link --fleet demo --vpc vpc-0a1b2c3d4e5f60718 --subnet subnet-0a1b2c3d4e5f60a01 --subnet subnet-0a1b2c3d4e5f60b01 --security-group sg-0a1b2c3d4e5f60002',
  );
  worklink('ca upload chain.pem --fleet demo --display-name "Web CA"');

  say('A phone that is not there, and what the administrator sees of it');
  const code = answerOf('fleet show demo --query companyCode -o text');
  worklink(
    `emulator device sign-in ${code} ana@example.com --device-id phone-1 --model "Pixel 4" --os Android`,
  );
  worklink(`emulator device browse phone-1 https://${DOMAIN}/ --fleet demo`);
  worklink('devices list --fleet demo');
  worklink('users sign-out ana@example.com --fleet demo --yes');
  worklink('trail events --max-items 5');

  say('The whole fleet as files: written, changed, reviewed, applied');
  worklink('export demo --folder fleets');
  worklink('validate fleets');
  const file = join(home, 'fleets/fleet.yaml');
  edit(file, 'displayName: Demo fleet', 'displayName: Reviewed fleet');
  worklink('diff fleets');
  worklink('apply fleets --yes');
  worklink('apply fleets --yes');

  say('Only phones with a certificate of the company, from here on');
  worklink('device-cert issue --user ana@example.com --directory phones --generate-passwords');
  worklink('device-policy configure phones/device-ca.pem --fleet demo');

  say('Another fleet, by the answers to all that the wizard asks');
  writeFileSync(join(home, 'setup.yaml'), ANSWERS);
  worklink('setup --answers setup.yaml --yes --wait');
  worklink('fleet list');

  say('Mistakes are refused, by the rules of the service');
  worklink('fleet create Demo', 3);
  worklink('domain associate wiki.example.org --fleet demo', 3);
  worklink('fleet show demmo --json', 5);

  say('The same service over HTTP, called by the AWS SDK');
  worklink('emulator start --detach --port 0');
  try {
    Object.assign(env, emulatorEnvironment());
    sdk();
    worklink('emulator status');
  } finally {
    worklink('emulator stop');
  }

  say('And away again');
  worklink(`domain disassociate ${DOMAIN} --fleet demo --yes --wait`);
  worklink('fleet delete demo --confirm demo --wait');
  worklink('fleet delete branch --confirm branch --wait');
  worklink('fleet list');
} finally {
  rmSync(home, { recursive: true, force: true });
}

function say(title: string): void {
  process.stdout.write(`\n# ${title}\n`);
}

/** Runs a command line of the program and shows it with what it prints. @throws where it does not end as expected */
function worklink(line: string, expected = 0): void {
  process.stdout.write(`\n$ worklink ${line}\n`);
  const { status, output } = run(process.execPath, [options.program, ...words(line)]);
  process.stdout.write(output);
  if (expected !== 0) process.stdout.write(`(exit code ${status})\n`);
  if (status !== expected) throw new Error(`worklink ${line} exited with ${status}, not ${expected}`);
}

/** Changes a file as an editor would, and says so. */
function edit(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not have: ${from}`);
  writeFileSync(file, text.replace(from, to));
  process.stdout.write(`\n$ sed -i 's/${from}/${to}/' ${relative(home, file)}\n`);
}

/** What a command prints, without showing it. */
function answerOf(line: string): string {
  const { status, output } = run(process.execPath, [options.program, ...words(line)]);
  if (status !== 0) throw new Error(`worklink ${line}: ${output}`);
  return output.trim();
}

/** Calls the emulator as any program does, with the credentials that `emulator env` set. */
function sdk(): void {
  const program = [
    `import { WorkLinkClient, ListFleetsCommand, DescribeDomainCommand } from '@aws-sdk/client-worklink';`,
    `const client = new WorkLinkClient({ endpoint: process.env.AWS_ENDPOINT_URL_WORKLINK });`,
    `const { FleetSummaryList: [fleet] } = await client.send(new ListFleetsCommand());`,
    `const domain = await client.send(new DescribeDomainCommand({ FleetArn: fleet.FleetArn, DomainName: '${DOMAIN}' }));`,
    `console.log(fleet.FleetArn, domain.DomainName, domain.DomainStatus);`,
  ].join('\n');
  process.stdout.write(
    `\n$ eval "$(worklink emulator env)"; node --input-type=module <<'END'\n${program}\nEND\n`,
  );
  const { status, output } = run(
    process.execPath,
    ['--input-type=module', '--no-warnings', '--eval', program],
    root,
  );
  process.stdout.write(output);
  if (status !== 0) throw new Error(`the AWS SDK's program exited with ${status}`);
}

function run(file: string, args: readonly string[], cwd = home): { status: number; output: string } {
  // Through one pipe, so that results and messages stand in the order in which they were written.
  const shell = spawnSync('/bin/sh', ['-c', 'exec "$0" "$@" 2>&1', file, ...args], {
    cwd,
    env,
    encoding: 'utf8',
  });
  if (shell.error !== undefined) throw shell.error;
  return { status: shell.status ?? 1, output: shell.stdout };
}

/** The words of a command line, in which double quotes may hold spaces. */
function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

function emulatorEnvironment(): Record<string, string> {
  const { status, output } = run(process.execPath, [options.program, 'emulator', 'env', '--json']);
  if (status !== 0) throw new Error(`worklink emulator env: ${output}`);
  const variables: unknown = JSON.parse(output);
  if (typeof variables !== 'object' || variables === null)
    throw new TypeError('emulator env answered with no object');
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]: [string, unknown]) => [name, String(value)]),
  );
}

async function writeCertificate(): Promise<void> {
  const now = new Date();
  const authority = await createAuthority({ name: 'Example Corp Web CA', now });
  const issued = await issueCertificate({
    authority,
    domainName: DOMAIN,
    subjectAltNames: ['wiki.example.com'],
    now,
    days: 90,
  });
  writeFileSync(join(home, 'site.pem'), issued.certificatePem);
  writeFileSync(join(home, 'site.key'), issued.privateKeyPem, { mode: 0o600 });
  writeFileSync(join(home, 'chain.pem'), issued.chainPem);
}
