import { cruise, type ICruiseResult, type IRegularForbiddenRuleType as Rule } from 'dependency-cruiser';

/** Folders whose code turns values into values: no files, no network, no database. */
const PURE = '(?:model|fleet-plan|certificates|saml|network|profiles|invites|audit)';

/** What is plain enough for every part of core to know. */
const PLAIN = 'src/core/[^/]+\\.ts$';

/** Node's modules that reach outside the process or hold its state. */
const OUTSIDE =
  '^(?:node:)?(?:fs|fs/promises|net|tls|dgram|dns|dns/promises|http|https|http2|child_process|cluster|process|readline|readline/promises|repl|sqlite|inspector|worker_threads|tty)$';

const SQLITE = '(?:^|/)better-sqlite3(?:/|$)';
const AWS_SDK = '(?:^|/)@aws-sdk/';
const SAMLIFY = '(?:^|/)samlify(?:/|$)';
const XML_CRYPTO = '(?:^|/)xml-crypto(?:/|$)';
/** What talks to a terminal. */
const TERMINAL = '(?:^|/)(?:@oclif|inquirer|@inquirer|chalk|cli-table3|yocto-spinner|ora)(?:/|$)';

/** A rule as the tests write it, without what is the same for all. */
function forbid(name: string, comment: string, from: Rule['from'], to: Rule['to']): Rule {
  return { name, comment, severity: 'error', from, to };
}

/** Who may import whom: docs/architecture.md says it in words. */
export const IMPORT_RULES: readonly Rule[] = [
  forbid(
    '1-commands-know-cli-and-admin',
    'A command parses, calls an administrator’s action and returns: it knows cli, core/admin and the plain types.',
    { path: '^src/commands/' },
    { path: '^src/', pathNot: [`^src/(?:commands|cli)/`, `^src/core/(?:admin|model)/`, `^${PLAIN}`] },
  ),
  forbid(
    '1-commands-use-oclif-only',
    'What a command needs from a package it gets through cli or admin.',
    { path: '^src/commands/' },
    { dependencyTypesNot: ['local', 'core', 'type-only'], pathNot: ['^src/', '(?:^|/)@oclif/core(?:/|$)'] },
  ),
  forbid(
    '2-core-knows-no-command-line',
    'Core is usable as a library.',
    { path: '^src/core/' },
    {
      path: [
        '^src/(?:commands|cli)/',
        TERMINAL,
        '^(?:node:)?(?:process|console|tty|readline(?:/promises)?)$',
      ],
    },
  ),
  forbid(
    '3-pure-rooms-know-pure-rooms',
    'A pure room imports pure rooms, the contract and the plain types.',
    { path: `^src/core/${PURE}/` },
    { path: '^src/', pathNot: [`^src/core/${PURE}/`, '^src/core/contract/', `^${PLAIN}`] },
  ),
  forbid(
    '3-pure-rooms-reach-nothing',
    'No files, no network, no processes, no SQLite, no AWS SDK where bytes are turned into facts.',
    { path: [`^src/core/(?:${PURE}|contract|ports)/`, `^${PLAIN}`] },
    { path: [OUTSIDE, SQLITE, AWS_SDK] },
  ),
  forbid(
    '3-only-saml-imports-samlify',
    'Its traps are dealt with in one place.',
    { path: '^src/', pathNot: '^src/core/saml/' },
    { path: SAMLIFY },
  ),
  forbid(
    '3-only-signature-imports-xml-crypto',
    'What verifies and signs XML can be replaced.',
    { path: '^src/', pathNot: '^src/core/saml/signature/' },
    { path: XML_CRYPTO },
  ),
  forbid(
    '3-plain-files-stand-alone',
    'The files beside the rooms are known by all of them, and know none.',
    { path: `^${PLAIN}` },
    { path: '^src/', pathNot: `^${PLAIN}` },
  ),
  forbid(
    '3-contract-and-ports-stand-below',
    'The contract is data and the ports are interfaces: they know the plain types, the model and each other.',
    { path: '^src/core/(?:contract|ports)/' },
    { path: '^src/', pathNot: ['^src/core/(?:contract|ports|model)/', `^${PLAIN}`] },
  ),
  forbid(
    '4-admin-knows-ports',
    'What an administrator does is the same on every backend.',
    { path: '^src/core/admin/' },
    {
      path: '^src/',
      pathNot: ['^src/core/(?:admin|ports|contract)/', `^src/core/${PURE}/`, `^${PLAIN}`],
    },
  ),
  forbid(
    '4-admin-reaches-nothing-itself',
    'It asks a port.',
    { path: '^src/core/admin/' },
    { path: [OUTSIDE, SQLITE, AWS_SDK] },
  ),
  forbid(
    '5-backends-do-not-know-each-other',
    'The local backend and the AWS backend are two interpreters of one contract.',
    { path: '^src/core/backends/([^/]+)/' },
    { path: '^src/core/backends/', pathNot: '^src/core/backends/$1/' },
  ),
  forbid(
    '5-backends-stand-below',
    'A backend is called by admin through the ports and by the server; it calls neither.',
    { path: '^src/core/backends/' },
    { path: '^src/core/(?:admin|server)/' },
  ),
  forbid(
    '5-only-aws-imports-the-sdk',
    'Errors of the SDK are translated once.',
    { path: '^src/', pathNot: '^src/core/backends/aws/' },
    { path: AWS_SDK },
  ),
  forbid(
    '5-only-the-store-imports-sqlite',
    'SQL stands beside its row types.',
    { path: '^src/', pathNot: '^src/core/backends/local/store/' },
    { path: SQLITE },
  ),
  forbid(
    '6-server-knows-the-local-backend',
    'The server is HTTP in front of the local backend.',
    { path: '^src/core/server/' },
    {
      path: '^src/',
      pathNot: ['^src/core/(?:server|contract|ports|model|saml)/', '^src/core/backends/local/', `^${PLAIN}`],
    },
  ),
  forbid(
    '6-only-compose-picks-a-backend',
    'One place decides what a command talks to.',
    {
      path: '^(?:src|scripts|bench)/',
      pathNot: ['^src/cli/compose(?:/|\\.ts$)', '^src/core/(?:backends|server)/', '^src/emulator-api\\.ts$'],
    },
    { path: '^src/core/(?:backends|server)/' },
  ),
  forbid(
    '6-only-compose-opens-the-probe',
    'Who looks at web sites is given a probe.',
    { path: '^(?:src|scripts|bench)/', pathNot: ['^src/cli/compose(?:/|\\.ts$)', '^src/core/probe/'] },
    { path: '^src/core/probe/' },
  ),
  forbid(
    '6-probe-stands-below',
    'The probe sees; what it means is judged by admin.',
    { path: '^src/core/probe/' },
    { path: '^src/', pathNot: ['^src/core/(?:probe|ports|certificates)/', `^${PLAIN}`] },
  ),
  forbid(
    '6-only-the-probe-looks-at-sites',
    'Names are resolved and TLS is spoken to strangers where what they send is bounded: by the probe, and to download metadata.',
    { path: '^src/', pathNot: ['^src/core/probe/', '^src/cli/download.ts$'] },
    { path: '^(?:node:)?(?:dns|dns/promises|tls|https)$' },
  ),
  forbid('7-no-cycles', 'Type-only imports included.', { path: '^src/' }, { circular: true }),
  forbid(
    '8-every-import-is-found',
    'A name that resolves to nothing is judged by no rule.',
    {},
    { couldNotResolve: true },
  ),
  forbid(
    '8-source-imports-no-test',
    'What is published stands without the tests.',
    { path: '^src/' },
    { path: '^test/' },
  ),
];

/** Judges a tree of sources. @param baseDir the folder with src; @param folders those in it to look at */
export async function cruiseSources(baseDir: string, folders: string[] = ['src']): Promise<ICruiseResult> {
  const { output } = await cruise(folders, {
    baseDir,
    ruleSet: { forbidden: [...IMPORT_RULES] },
    validate: true,
    // Without it type-only imports are invisible, and so are cycles of types.
    tsPreCompilationDeps: true,
    doNotFollow: { path: '(?:^|/)node_modules/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  });
  if (typeof output === 'string')
    throw new Error('dependency-cruiser answered with a text where a result was asked for');
  return output;
}
