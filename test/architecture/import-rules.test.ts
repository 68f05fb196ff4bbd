import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruiseSources, IMPORT_RULES } from './import-rules.js';

const root = join(import.meta.dirname, '../..');

/** A breach for each rule: files to plant in an otherwise clean tree. */
const BREACHES: readonly {
  readonly rule: string;
  readonly what: string;
  readonly files: Record<string, string>;
}[] = [
  {
    rule: '1-commands-know-cli-and-admin',
    what: 'a command that opens a backend',
    files: {
      'src/commands/fleet/list.ts': `import { open } from '../../core/backends/local/account.js';\nopen();\n`,
      'src/core/backends/local/account.ts': 'export function open() {}\n',
    },
  },
  {
    rule: '1-commands-know-cli-and-admin',
    what: 'a command that only imports a type of the server',
    files: {
      'src/commands/emulator/start.ts': `import { type Server } from '../../core/server/server.js';\nexport type It = Server;\n`,
      'src/core/server/server.ts': 'export interface Server { port: number }\n',
    },
  },
  {
    rule: '1-commands-use-oclif-only',
    what: 'a command that draws its own table',
    files: { 'src/commands/fleet/list.ts': `import Table from 'cli-table3';\nexport default Table;\n` },
  },
  {
    rule: '2-core-knows-no-command-line',
    what: 'a room of core that imports from cli',
    files: {
      'src/core/admin/fleets.ts': `import { ask } from '../../cli/ask.js';\nask();\n`,
      'src/cli/ask.ts': 'export function ask() {}\n',
    },
  },
  {
    rule: '2-core-knows-no-command-line',
    what: 'a room of core that imports oclif',
    files: { 'src/core/errors.ts': `import { Errors } from '@oclif/core';\nexport default Errors;\n` },
  },
  {
    rule: '2-core-knows-no-command-line',
    what: 'a room of core that imports the process',
    files: { 'src/core/server/server.ts': `import { exit } from 'node:process';\nexit(1);\n` },
  },
  {
    rule: '3-pure-rooms-know-pure-rooms',
    what: 'the plan for fleets that carries itself out',
    files: {
      'src/core/fleet-plan/plan.ts': `import { call } from '../admin/fleets.js';\ncall();\n`,
      'src/core/admin/fleets.ts': 'export function call() {}\n',
    },
  },
  {
    rule: '3-pure-rooms-know-pure-rooms',
    what: 'a pure room that imports a port',
    files: {
      'src/core/saml/metadata.ts': `import { type Clock } from '../ports/clock.js';\nexport type It = Clock;\n`,
      'src/core/ports/clock.ts': 'export interface Clock { now(): Date }\n',
    },
  },
  {
    rule: '3-pure-rooms-know-pure-rooms',
    what: 'the judge of networks, asking for one itself',
    files: {
      'src/core/network/judge.ts': `import { type NetworkCatalog } from '../ports/network-catalog.js';\nexport type It = NetworkCatalog;\n`,
      'src/core/ports/network-catalog.ts': 'export interface NetworkCatalog { vpcs(): unknown }\n',
    },
  },
  {
    rule: '3-pure-rooms-reach-nothing',
    what: 'a pure room that reads a file, lazily',
    files: {
      'src/core/certificates/pem.ts': `export const read = async () => (await import('node:fs/promises')).readFile('x');\n`,
    },
  },
  {
    rule: '3-only-saml-imports-samlify',
    what: 'another room that imports samlify',
    files: { 'src/core/admin/idp.ts': `import * as samlify from 'samlify';\nexport default samlify;\n` },
  },
  {
    rule: '3-only-signature-imports-xml-crypto',
    what: 'another file of saml that imports xml-crypto',
    files: { 'src/core/saml/sign.ts': `import crypto from 'xml-crypto';\nexport default crypto;\n` },
  },
  {
    rule: '3-plain-files-stand-alone',
    what: 'a plain file that knows a room',
    files: {
      'src/core/text.ts': `import { type Fleet } from './model/fleet.js';\nexport type It = Fleet;\n`,
      'src/core/model/fleet.ts': 'export interface Fleet { id: string }\n',
    },
  },
  {
    rule: '3-contract-and-ports-stand-below',
    what: 'a port that knows a backend',
    files: {
      'src/core/ports/backend.ts': `import { type Account } from '../backends/local/account.js';\nexport type It = Account;\n`,
      'src/core/backends/local/account.ts': 'export interface Account { id: string }\n',
    },
  },
  {
    rule: '4-admin-knows-ports',
    what: 'an administrator’s action that knows the local backend',
    files: {
      'src/core/admin/fleets.ts': `import { open } from '../backends/local/account.js';\nopen();\n`,
      'src/core/backends/local/account.ts': 'export function open() {}\n',
    },
  },
  {
    rule: '4-admin-reaches-nothing-itself',
    what: 'an administrator’s action that reads a file',
    files: { 'src/core/admin/fleets.ts': `import { readFileSync } from 'node:fs';\nreadFileSync('x');\n` },
  },
  {
    rule: '5-backends-do-not-know-each-other',
    what: 'the AWS backend that imports the local one',
    files: {
      'src/core/backends/aws/backend.ts': `import { open } from '../local/account.js';\nopen();\n`,
      'src/core/backends/local/account.ts': 'export function open() {}\n',
    },
  },
  {
    rule: '5-backends-stand-below',
    what: 'a backend that calls an administrator’s action',
    files: {
      'src/core/backends/local/account.ts': `import { list } from '../../admin/fleets.js';\nlist();\n`,
      'src/core/admin/fleets.ts': 'export function list() {}\n',
    },
  },
  {
    rule: '5-only-aws-imports-the-sdk',
    what: 'an AWS SDK in the local backend',
    files: { 'src/core/backends/local/acm.ts': `export const load = () => import('@aws-sdk/client-acm');\n` },
  },
  {
    rule: '5-only-the-store-imports-sqlite',
    what: 'SQLite beside the store',
    files: {
      'src/core/backends/local/account.ts': `import Database from 'better-sqlite3';\nexport default Database;\n`,
    },
  },
  {
    rule: '6-server-knows-the-local-backend',
    what: 'a server that calls an administrator’s action',
    files: {
      'src/core/server/server.ts': `import { list } from '../admin/fleets.js';\nlist();\n`,
      'src/core/admin/fleets.ts': 'export function list() {}\n',
    },
  },
  {
    rule: '6-only-compose-picks-a-backend',
    what: 'a base command that opens a backend',
    files: {
      'src/cli/base-command.ts': `export const load = () => import('../core/backends/local/account.js');\n`,
      'src/core/backends/local/account.ts': 'export function open() {}\n',
    },
  },
  {
    rule: '6-only-compose-opens-the-probe',
    what: 'a base command that opens a probe',
    files: {
      'src/cli/base-command.ts': `export const load = () => import('../core/probe/site-probe.js');\n`,
      'src/core/probe/site-probe.ts': 'export function create() {}\n',
    },
  },
  {
    rule: '6-probe-stands-below',
    what: 'a probe that calls an administrator’s action',
    files: {
      'src/core/probe/site-probe.ts': `import { list } from '../admin/fleets.js';\nlist();\n`,
      'src/core/admin/fleets.ts': 'export function list() {}\n',
    },
  },
  {
    rule: '6-only-the-probe-looks-at-sites',
    what: 'a server that speaks TLS to strangers',
    files: { 'src/core/server/server.ts': `import { connect } from 'node:tls';\nconnect({});\n` },
  },
  {
    rule: '7-no-cycles',
    what: 'two files that import each other’s types',
    files: {
      'src/core/model/fleet.ts': `import { type Domain } from './domain.js';\nexport interface Fleet { domains: Domain[] }\n`,
      'src/core/model/domain.ts': `import { type Fleet } from './fleet.js';\nexport interface Domain { fleet: Fleet }\n`,
    },
  },
  {
    rule: '8-every-import-is-found',
    what: 'an import of nothing',
    files: { 'src/core/model/fleet.ts': `import { gone } from './gone.js';\ngone();\n` },
  },
  {
    rule: '8-source-imports-no-test',
    what: 'a source that uses a test’s helper',
    files: {
      'src/cli/ask.ts': `import { fake } from '../../test/support/fake.js';\nfake();\n`,
      'test/support/fake.ts': 'export function fake() {}\n',
    },
  },
];

/** What keeps every rule: a command over cli over compose over a backend, and core below. */
const CLEAN: Record<string, string> = {
  'package.json': '{ "name": "planted", "type": "module" }\n',
  'src/commands/tag/list.ts': `import { Command } from '@oclif/core';\nimport { compose } from '../../cli/compose.js';\nexport default class extends Command { async run() { await compose(); } }\n`,
  'src/cli/compose.ts': `export const compose = () => import('../core/backends/local/store/open.js');\n`,
  'src/core/backends/local/store/open.ts': `import Database from 'better-sqlite3';\nimport { tag } from '../../../model/tag.js';\nexport const open = () => [Database, tag];\n`,
  'src/core/model/tag.ts': `export const tag = 'tag';\n`,
};

async function violationsIn(files: Record<string, string>): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'worklink-imports-'));
  try {
    for (const [path, text] of Object.entries({ ...CLEAN, ...files })) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    const { summary } = await cruiseSources(folder);
    return [...new Set(summary.violations.map((violation) => violation.rule.name))];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describe('who may import whom', function () {
  this.timeout(120_000);

  it('is kept by every source file', async () => {
    const { modules, summary } = await cruiseSources(root, ['src', 'scripts', 'bench']);
    const sources = modules.filter((module) => module.source.startsWith('src/'));
    assert.ok(sources.length > 30, `only ${sources.length} source files were looked at`);
    assert.ok(
      sources.some((module) =>
        module.dependencies.some((dependency) => dependency.dependencyTypes.includes('type-only')),
      ),
      'type-only imports were not looked at',
    );
    assert.deepEqual(
      summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
      [],
    );
  });

  it('finds nothing in a tree that keeps the rules', async () => {
    assert.deepEqual(await violationsIn({}), []);
  });

  for (const { rule, what, files } of BREACHES) {
    it(`catches ${what} (${rule})`, async () => {
      const found = await violationsIn(files);
      assert.ok(found.includes(rule), `found ${found.join(', ') || 'nothing'}`);
    });
  }

  it('has a planted breach for each rule', () => {
    const planted = new Set(BREACHES.map(({ rule }) => rule));
    assert.deepEqual(
      IMPORT_RULES.map((rule) => rule.name).filter((name) => name === undefined || !planted.has(name)),
      [],
    );
  });
});
