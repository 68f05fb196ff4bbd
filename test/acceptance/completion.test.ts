import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { useClient } from '../clients/support/clients.js';
import { run } from '../clients/support/process.js';
import { certificateFiles } from '../snapshots/shape-steps.js';
import { Home } from '../support/binary.js';
import { Terminal } from '../support/terminal.js';

const PROMPT = 'READY> ';
const BASH_COMPLETION = '/usr/share/bash-completion/bash_completion';
/** Names that would run something, end a quote or a line, or turn text around, if a shell took them for more than names. */
const HOSTILE = `a b"c'd $(touch owned) \`touch owned\` ;touch owned; * ~ \\ !!`;

/** A home with fleets and hostile names, and a \`worklink\` on its path that notes its words in place of running. */
async function withShellHome(
  body: (home: Home, env: Readonly<Record<string, string>>) => Promise<void>,
): Promise<void> {
  await Home.with(async (home) => {
    const succeed = async (...args: string[]): Promise<void> => {
      const { status, stderr } = await home.run(args);
      assert.equal(status, 0, stderr);
    };
    await succeed('fleet', 'create', 'sales');
    await succeed('fleet', 'create', 'service');
    await succeed('certificate', 'request', 'intranet.example.com');
    const files = await certificateFiles(new Date());
    await home.file('root.pem', files.get('chain.pem') ?? '');
    await home.file('with space.pem', '');
    await succeed('ca', 'upload', 'root.pem', '--fleet', 'sales', '--display-name', HOSTILE);
    await home.file(
      'bin/worklink',
      `#!/bin/sh
case $1 in
  __complete | completion) exec '${process.execPath}' '${home.binary}' "$@" ;;
esac
for word; do printf '%s\\0' "$word"; done >> "$HOME/ran"
`,
    );
    await chmod(join(home.folder, 'bin/worklink'), 0o755);
    for (const shell of ['bash', 'zsh', 'fish']) {
      const { stdout } = await home.run(['completion', shell]);
      await home.file(`completion.${shell}`, stdout);
    }
    const env = home.environment({ TERM: 'xterm', COLUMNS: '250' });
    await body(home, { ...env, PATH: `${join(home.folder, 'bin')}:${env['PATH'] ?? ''}` });
    assert.ok(!existsSync(join(home.folder, 'owned')), 'a name was run as a command');
  });
}

/** The words the shell ran \`worklink\` with since it was last asked. */
async function ranWith(home: Home): Promise<readonly string[]> {
  const file = join(home.folder, 'ran');
  const words = (await readFile(file, 'utf8')).split('\0').slice(0, -1);
  await rm(file);
  return words;
}

/** What is typed, and the words the program is then run with. */
type Case = readonly [typed: string, words: readonly string[]];

const CASES: readonly Case[] = [
  ['worklink flee\tsho\tsa\t', ['fleet', 'show', 'sales']],
  ['worklink fleet list --max-it\t7', ['fleet', 'list', '--max-items', '7']],
  ['worklink fleet list -o cs\t', ['fleet', 'list', '-o', 'csv']],
  [
    'worklink domain list --fleet sal\t--status ACTI\t',
    ['domain', 'list', '--fleet', 'sales', '--status', 'ACTIVE'],
  ],
  ['worklink domain list --fleet=sal\t', ['domain', 'list', '--fleet=sales']],
  ['worklink idp check with\t', ['idp', 'check', 'with space.pem']],
  ['worklink certificate import --chain=with\t', ['certificate', 'import', '--chain=with space.pem']],
  ['worklink ca show -f sales a\t', ['ca', 'show', '-f', 'sales', HOSTILE]],
];

/** Types each line at a prompt, and compares what is then run. */
async function tryAll(home: Home, terminal: Terminal, cases: readonly Case[]): Promise<void> {
  try {
    await terminal.until(PROMPT);
    for (const [typed, words] of cases) {
      terminal.type(`${typed}\n`);
      await terminal.until(PROMPT);
      assert.deepEqual(await ranWith(home), words, typed);
    }
  } finally {
    await terminal.close();
  }
}

describe('completion in a real shell', function () {
  this.timeout(300_000);

  describe('bash', () => {
    useClient('script');

    for (const [name, before] of [
      ['alone', ''],
      ['with bash-completion', `source ${BASH_COMPLETION}\n`],
    ] as const) {
      it(`${name}: given the beginnings of words, then the program is run with them whole`, async function () {
        if (before !== '' && !existsSync(BASH_COMPLETION)) this.skip();
        await withShellHome(async (home, env) => {
          await home.file(
            'rc',
            `${before}source completion.bash\nPS1='${PROMPT}'\nbind 'set enable-bracketed-paste off'\nset +o history\n`,
          );
          const terminal = new Terminal('bash --rcfile rc -i', { cwd: home.folder, env });
          await tryAll(home, terminal, [
            ...CASES,
            ["worklink ca show -f sales 'a\t", ['ca', 'show', '-f', 'sales', HOSTILE]],
            [
              'worklink domain associate x.example.com --certificate arn:a\t',
              await certificateWords(home, ''),
            ],
            [
              'worklink domain associate x.example.com --certificate=arn:a\t',
              await certificateWords(home, '='),
            ],
          ]);
        });
      });
    }

    it('given a list of several, then it says what each is known by besides', async () => {
      await withShellHome(async (home, env) => {
        await home.file('rc', `source completion.bash\nPS1='${PROMPT}'\n`);
        await home.run(['certificate', 'request', 'wiki.example.com']);
        const terminal = new Terminal('bash --rcfile rc -i', { cwd: home.folder, env });
        try {
          await terminal.until(PROMPT);
          terminal.type('worklink certificate show \t\t\t');
          const shown = await terminal.until(`${PROMPT}worklink certificate show arn`);
          for (const name of ['intranet', 'wiki']) assert.ok(shown.includes(`(${name}.example.com)`), shown);
        } finally {
          await terminal.close();
        }
      });
    });

    it('given the function alone, then words bash has broken are put together, and the cursor ends the line', async () => {
      await withShellHome(async (home, env) => {
        const script = `source completion.bash
try() { COMP_LINE=$1 COMP_POINT=$2 COMP_TYPE=9 COMP_CWORD=$3; shift 3; COMP_WORDS=("$@"); _worklink; printf '<%s>' "\${COMPREPLY[@]}"; echo; }
try 'worklink fleet show sa --json' 22 3 worklink fleet show sa --json
try 'worklink tag list --fleet=s' 27 5 worklink tag list --fleet = s
try 'worklink' 8 0 worklink
try 'worklink nothing here ' 22 3 worklink nothing here ''
`;
        await home.file('try.sh', script);
        const { stdout, stderr } = await run('bash', ['--norc', 'try.sh'], { cwd: home.folder, env });
        assert.equal(stderr, '');
        assert.equal(stdout, '<sales>\n<sales><service>\n<>\n<>\n');
      });
    });
  });

  describe('zsh', () => {
    useClient('script');
    useClient('zsh');

    it('given the beginnings of words, then the program is run with them whole', async () => {
      await withShellHome(async (home, env) => {
        await home.file(
          '.zshrc',
          `autoload -Uz compinit && compinit -u\nsource completion.zsh\nPS1='${PROMPT}'\nunsetopt zle_bracketed_paste prompt_cr prompt_sp bang_hist\n`,
        );
        const terminal = new Terminal('zsh -d -i', { cwd: home.folder, env });
        await tryAll(home, terminal, [
          ...CASES,
          ['worklink domain associate x.example.com --certificate arn:a\t', await certificateWords(home, '')],
        ]);
      });
    });

    it('given the script in the function path, then it is found there', async () => {
      await withShellHome(async (home, env) => {
        const { stdout } = await home.run(['completion', 'zsh']);
        await home.file('functions/_worklink', stdout);
        await home.file(
          '.zshrc',
          `fpath=($HOME/functions $fpath)\nautoload -Uz compinit && compinit -u\nPS1='${PROMPT}'\nunsetopt zle_bracketed_paste prompt_cr prompt_sp\n`,
        );
        const terminal = new Terminal('zsh -d -i', { cwd: home.folder, env });
        await tryAll(home, terminal, [...CASES.slice(0, 1), ...CASES.slice(0, 1)]);
      });
    });
  });

  describe('fish', () => {
    const fish = useClient('fish');

    it('given the beginnings of words, then candidates with what each is known by besides', async () => {
      await withShellHome(async (home, env) => {
        await mkdir(join(home.folder, '.config/fish/completions'), { recursive: true });
        const { stdout: script } = await home.run(['completion', 'fish']);
        await writeFile(join(home.folder, '.config/fish/completions/worklink.fish'), script);
        const candidates = async (line: string): Promise<readonly string[]> => {
          const { stdout, stderr } = await run(fish().program, ['-c', 'complete -C $argv[1]', line], {
            cwd: home.folder,
            env,
          });
          assert.equal(stderr, '', line);
          return stdout.split('\n').filter((one) => one !== '');
        };
        assert.deepEqual(await candidates('worklink flee'), [
          'fleet\tFleets: what a company makes available to its users.',
        ]);
        assert.deepEqual(await candidates('worklink fleet show s'), ['sales', 'service']);
        assert.deepEqual(await candidates('worklink fleet show "sa'), ['sales']);
        assert.deepEqual(await candidates('worklink domain list --fleet=sa'), ['--fleet=sales']);
        assert.deepEqual(await candidates('worklink idp check wi'), ['with space.pem']);
        assert.deepEqual(await candidates('worklink certificate import --chain=wi'), [
          '--chain=with space.pem',
        ]);
        const [authority = ''] = await candidates('worklink ca show -f sales a');
        assert.equal(authority.split('\t')[0], HOSTILE);
        const [certificate = ''] = await candidates('worklink certificate show arn');
        assert.match(
          certificate,
          /^arn:aws:acm:us-east-1:\d{12}:certificate\/[0-9a-f-]+\tintranet\.example\.com$/,
        );
      });
    });
  });
});

describe('names at the cursor, from a service at an endpoint', function () {
  this.timeout(30_000);
  async function complete(home: Home, words: readonly string[]): Promise<readonly string[]> {
    const { status, stdout, stderr } = await home.run(['__complete', 'zsh', '', '', '--', ...words], { env });
    assert.deepEqual([status, stderr], [0, '']);
    return stdout.split('\n').slice(0, -1);
  }
  const env = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };

  /** A service that answers each path with what a test says. */
  async function serving(
    answers: Readonly<Record<string, object>>,
    body: (url: string) => Promise<void>,
  ): Promise<void> {
    const server = createServer((request, response) => {
      const answer = answers[request.url ?? ''];
      if (answer === undefined) return; // Never answered: the patience of who types ends it.
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      await body(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }

  it('given fleets, domains, authorities, providers and devices, then their names from one list each', () =>
    serving(
      {
        '/listFleets': {
          FleetSummaryList: [
            {
              FleetArn: 'arn:aws:worklink::123456789012:fleet/sales',
              FleetName: 'sales',
              DisplayName: 'Sales',
            },
            { FleetArn: 'arn:aws:worklink::123456789012:fleet/other' },
          ],
        },
        '/listDomains': { Domains: [{ DomainName: 'a.example.com', DomainStatus: 'ACTIVE' }] },
        '/listWebsiteCertificateAuthorities': {
          WebsiteCertificateAuthorities: [
            { WebsiteCaId: '1', DisplayName: 'Root' },
            { WebsiteCaId: '2' },
            {},
          ],
        },
        '/listWebsiteAuthorizationProviders': {
          WebsiteAuthorizationProviders: [
            {
              AuthorizationProviderId: '3',
              AuthorizationProviderType: 'SAML',
              DomainName: 'login.example.com',
            },
            { AuthorizationProviderId: '4', AuthorizationProviderType: 'SAML' },
          ],
        },
        '/listDevices': { Devices: [{ DeviceId: 'phone-1', DeviceStatus: 'ACTIVE' }] },
      },
      (url) =>
        Home.with(async (home) => {
          const aws = ['--backend', 'aws', '--endpoint-url', url, '--region', 'us-east-1'];
          const inFleet = [...aws, '-f', 'arn:aws:worklink::123456789012:fleet/sales', ''];
          const lines = async (...words: string[]): Promise<readonly string[]> =>
            (await complete(home, words)).slice(1);
          assert.deepEqual(await lines('fleet', 'show', ...aws, ''), ['sales\tSales', 'other']);
          assert.deepEqual(await lines('fleet', 'show', ...aws, 'arn:'), [
            'arn:aws:worklink::123456789012:fleet/sales\tSales',
            'arn:aws:worklink::123456789012:fleet/other',
          ]);
          assert.deepEqual(await lines('domain', 'show', ...inFleet), ['a.example.com']);
          assert.deepEqual(await lines('ca', 'show', ...inFleet), ['Root\t1', '2']);
          assert.deepEqual(await lines('auth-provider', 'disassociate', ...inFleet), [
            'login.example.com\t3',
            '4',
          ]);
          assert.deepEqual(await lines('devices', 'show', ...inFleet), ['phone-1\tACTIVE']);
          assert.deepEqual(await lines('users', 'show', ...inFleet), []);
          for (const command of ['domain', 'ca', 'devices'])
            assert.deepEqual(await lines(command, 'show', ...aws, ''), [], 'in no fleet there is nothing');
          assert.deepEqual(await lines('auth-provider', 'disassociate', ...aws, ''), []);
        }),
    ));

  it('given a service that does not answer, then nothing, soon', () =>
    serving({}, (url) =>
      Home.with(async (home) => {
        const started = performance.now();
        assert.deepEqual(
          await complete(home, [
            'fleet',
            'show',
            '--backend',
            'aws',
            '--endpoint-url',
            url,
            '--region',
            'us-east-1',
            '',
          ]),
          [],
        );
        assert.ok(performance.now() - started < 5000);
      }),
    ));
});

async function certificateWords(home: Home, joint: '' | '='): Promise<readonly string[]> {
  const listed = (await home.json(['certificate', 'list'])) as readonly { certificateArn: string }[];
  const [{ certificateArn } = { certificateArn: '' }] = listed;
  const flag = '--certificate';
  return [
    ...['domain', 'associate', 'x.example.com'],
    ...(joint === '=' ? [`${flag}=${certificateArn}`] : [flag, certificateArn]),
  ];
}
