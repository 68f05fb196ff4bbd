import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { witnessVersion } from '../../support/witness.js';
import { run } from './process.js';

/** The clients that are tried where they are installed. */
export type ClientName =
  | 'aws CLI'
  | 'boto3'
  | 'Chromium'
  | 'curl'
  | 'fish'
  | 'man'
  | 'script'
  | 'SimpleSAMLphp'
  | 'Terraform'
  | 'zsh';

export interface FoundClient {
  /** The program's path. */
  readonly program: string;
  readonly version: string;
  /** The Python that runs it, for what is written in Python. */
  readonly python?: string;
  /** Where Terraform finds its providers. */
  readonly mirror?: string;
}

type Sought = FoundClient | { readonly missing: string };

/** Where Debian has it. */
export const SIMPLESAMLPHP = '/usr/share/simplesamlphp';

/** Names, separated by commas, of clients without which the tests shall fail instead of being skipped; `all` for all. */
const REQUIRED = (process.env['WORKLINK_REQUIRE_CLIENTS'] ?? '').split(',').map((name) => name.trim());

const sought = new Map<ClientName, Promise<Sought>>();
const SEEK: Readonly<Record<ClientName, () => Promise<Sought>>> = {
  'aws CLI': seekAwsCli,
  boto3: seekBoto3,
  Chromium: seekChromium,
  curl: seekCurl,
  fish: () => seekProgram('fish', '--version', 'fish'),
  man: () => seekProgram('mandoc', '-h', 'mandoc'),
  script: () => seekProgram('script', '--version', 'bsdutils'),
  SimpleSAMLphp: seekSimpleSamlPhp,
  Terraform: seekTerraform,
  zsh: () => seekProgram('zsh', '--version', 'zsh'),
};

/**
 * Has the tests of the suite around it use a client. Where the machine does not have it they are skipped, and the
 * reporter tells the client's name and what is missing; they fail where $WORKLINK_REQUIRE_CLIENTS names it.
 *
 * @returns gives the client, once the tests run
 */
export function useClient(name: ClientName): () => FoundClient {
  let found: FoundClient | undefined;
  before(`needs ${name}`, async function () {
    this.timeout(120_000);
    let result = sought.get(name);
    if (result === undefined) sought.set(name, (result = SEEK[name]()));
    const client = await result;
    if ('missing' in client) {
      if (REQUIRED.includes(name) || REQUIRED.includes('all')) throw new Error(`${name}: ${client.missing}`);
      Object.assign(this.test?.parent ?? {}, { skipReason: `${name}: ${client.missing}` });
      this.skip();
    }
    witnessVersion(name, client.version);
    found = client;
  });
  return () => {
    if (found === undefined) throw new Error(`${name} has not been looked for yet.`);
    return found;
  };
}

async function seekAwsCli(): Promise<Sought> {
  for (const program of onPath('aws')) {
    const python = /^#!\s*(\S+)/.exec(readFileSync(program, 'latin1').slice(0, 256))?.[1];
    if (!python?.includes('python')) continue;
    const offline = { AWS_REGION: 'us-east-1', AWS_EC2_METADATA_DISABLED: 'true' };
    const skeleton = ['worklink', 'list-fleets', '--generate-cli-skeleton', 'input'];
    if ((await run(program, skeleton, { env: offline })).status !== 0) continue;
    const { stdout } = await run(program, ['--version']);
    return { program, python, version: /^aws-cli\/(\S+)/.exec(stdout)?.[1] ?? stdout.trim() };
  }
  return { missing: 'no `aws` on PATH has the WorkLink model (Debian: apt-get install awscli)' };
}

async function seekBoto3(): Promise<Sought> {
  const code = `import boto3; assert 'worklink' in boto3.Session().get_available_services(); print(boto3.__version__)`;
  for (const program of onPath('python3')) {
    const { status, stdout } = await run(program, ['-c', code]);
    if (status === 0) return { program, version: stdout.trim() };
  }
  return { missing: 'no boto3 with the WorkLink model (Debian: apt-get install python3-boto3)' };
}

async function seekChromium(): Promise<Sought> {
  for (const program of [...onPath('chromium'), ...onPath('google-chrome')]) {
    const { status, stdout } = await run(program, ['--version']);
    if (status === 0) return { program, version: /[\d.]{3,}/.exec(stdout)?.[0] ?? stdout.trim() };
  }
  return { missing: 'no `chromium` on PATH (Debian: apt-get install chromium)' };
}

/** An identity provider that we did not write, served by PHP's own server. */
async function seekSimpleSamlPhp(): Promise<Sought> {
  const packages = 'apt-get install simplesamlphp php-cli php-xml php-mbstring';
  const [program] = onPath('php');
  if (program === undefined || !existsSync(SIMPLESAMLPHP)) {
    return { missing: `no SimpleSAMLphp with a PHP to run it (Debian: ${packages})` };
  }
  const code = `require '${SIMPLESAMLPHP}/lib/_autoload.php'; echo (new SimpleSAML\\Configuration([], ''))->getVersion();`;
  const { status, stdout } = await run(program, ['-d', 'display_errors=0', '-r', code]);
  if (status !== 0) return { missing: `SimpleSAMLphp does not load (Debian: ${packages})` };
  return { program, version: stdout.trim() };
}

/** A program that has to be there and no more. */
async function seekProgram(name: string, versionFlag: string, debian: string): Promise<Sought> {
  for (const program of onPath(name)) {
    const { stdout } = await run(program, [versionFlag]);
    return { program, version: /\d+(?:\.\d+)+/.exec(stdout)?.[0] ?? 'of no known version' };
  }
  return { missing: `no \`${name}\` on PATH (Debian: apt-get install ${debian})` };
}

async function seekCurl(): Promise<Sought> {
  for (const program of onPath('curl')) {
    const { stdout } = await run(program, ['--version']);
    const [version, major, minor] = /^curl ((\d+)\.(\d+)\S*)/.exec(stdout)?.slice(1).map(String) ?? [];
    if (version !== undefined && (Number(major) > 7 || Number(minor) >= 75)) return { program, version };
  }
  return { missing: 'no curl on PATH that signs requests (--aws-sigv4: 7.75 or newer)' };
}

/** Terraform's AWS provider has WorkLink up to 5.x; it is not downloaded for a test, but taken from a mirror on this machine. */
async function seekTerraform(): Promise<Sought> {
  const [program] = [...onPath('terraform'), ...onPath('tofu')];
  if (program === undefined) return { missing: 'neither `terraform` nor `tofu` is on PATH' };
  const own = process.env['WORKLINK_TERRAFORM_MIRROR'];
  for (const mirror of own === undefined ? localMirrors() : [own]) {
    const provider = versionsIn(mirror).find((version) => /^[2-5]\./.test(version));
    if (provider === undefined) continue;
    const { stdout } = await run(program, ['version'], { env: { CHECKPOINT_DISABLE: '1' } });
    return {
      program,
      mirror,
      version: `${/v([\d.]+)/.exec(stdout)?.[1] ?? '?'} with the AWS provider ${provider}`,
    };
  }
  return { missing: 'no mirror has the AWS provider 5.x or older ($WORKLINK_TERRAFORM_MIRROR names one)' };
}

const AWS_PROVIDER = 'registry.terraform.io/hashicorp/aws';

/** The places Terraform itself looks at, and what somebody put below /opt. */
function localMirrors(): readonly string[] {
  const home = process.env['HOME'] ?? '';
  const below = existsSync('/opt') ? readdirSync('/opt').map((name) => join('/opt', name)) : [];
  const usual = ['/usr/local/share/terraform/plugins', '/usr/share/terraform/plugins'];
  return [join(home, '.terraform.d/plugins'), ...usual, ...below];
}

function versionsIn(mirror: string): readonly string[] {
  const folder = join(mirror, AWS_PROVIDER);
  return existsSync(folder) ? readdirSync(folder) : [];
}

function onPath(name: string): readonly string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).filter((file) => existsSync(file));
}
