import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ALL,
  at,
  CTRL_C,
  DO_IT,
  DOMAIN,
  IDP,
  LOCAL,
  NETWORK,
  NEW_FLEET,
  NO_CAS,
  NO_MORE,
} from '../commands/setup/conversation.js';
import { certificateFiles } from '../snapshots/shape-steps.js';
import { startServer, TestTimer } from '../server/harness.js';
import { Home } from '../support/binary.js';
import { plainScreen } from '../support/cli.js';
import { PseudoTerminal } from '../support/pseudo-terminal.js';

const METADATA = readFileSync(join(import.meta.dirname, '../../examples/okta-metadata.xml'), 'utf8');
const PASSPHRASE = 'hunter2-and-more';
/** What a spinner draws: it breaks its lines by itself. */
const SPINNER = /[\u2800-\u28ff]/;
const GO_ON = at('There are answers of', 'Go on');

async function prepared(
  body: (
    home: Home,
    open: (args?: readonly string[], env?: Readonly<Record<string, string>>) => PseudoTerminal,
  ) => Promise<void>,
): Promise<void> {
  const opened: PseudoTerminal[] = [];
  try {
    await Home.with(async (home) => {
      for (const [name, text] of await certificateFiles(new Date(), ['intranet.example.com']))
        await home.file(name, text);
      await home.file('idp.xml', METADATA);
      await body(home, (args = [], env = {}) => {
        const terminal = new PseudoTerminal(home, ['setup', '--state', 'state.db', ...args], env);
        opened.push(terminal);
        return terminal;
      });
    });
  } finally {
    for (const terminal of opened) terminal.kill();
  }
}

/** Every file below a folder, as text. */
async function textsBelow(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return (
    await Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')))
  ).join('');
}

describe('worklink setup at a pseudo-terminal', function () {
  this.timeout(240_000);

  before(function () {
    // Windows has no pseudo-terminal that a script could be given.
    if (process.platform === 'win32') this.skip();
  });

  it('given every answer, then sets the fleet up, and no line is longer than the screen but for what is to be copied', () =>
    prepared(async (home, open) => {
      const terminal = open();
      await terminal.talk([...ALL, ...DO_IT]);
      assert.equal(await terminal.exit(), 0, terminal.raw);
      const drawn = plainScreen(terminal.raw.replace(/\u001b\[[0-9;]*[A-K]/g, '\n'));
      const [questions = ''] = drawn.split('Fleet sales is set up as answered (ACTIVE)');
      for (const line of questions.split(/[\r\n]+/)) assert.ok(line.length <= 80 || SPINNER.test(line), line);
      assert.match(
        plainScreen(terminal.raw),
        /worklink domain associate intranet\.example\.com --fleet sales/,
      );
      const shown = await home.json(['network', 'show', '-f', 'sales', '--state', 'state.db']);
      assert.match(JSON.stringify(shown), /vpc-0a1b2c3d4e5f60718/);
    }));

  it('given steps back, skipped steps and metadata that is wrong, then says its findings and goes on', () =>
    prepared(async (home, open) => {
      await home.file('bad.xml', '<!DOCTYPE a><a/>');
      const terminal = open();
      await terminal.talk([
        ...LOCAL,
        ...NEW_FLEET,
        at('Where is the metadata', 'In a file'),
        at('File', 'bad.xml'),
        { when: /- error xml-doctype: [\s\S]*\? Where is the metadata/, type: '← Back\r' },
        ...NEW_FLEET,
        at('Where is the metadata', 'In a file'),
        at('File', '<'),
        ...IDP,
        at('Which domains', 'Not now'),
        ...NO_CAS,
        at('How is the network', 'Not now'),
        ...NO_MORE,
        ...DO_IT,
      ]);
      assert.equal(await terminal.exit(), 0, terminal.raw);
      assert.match(plainScreen(terminal.raw), /company network: left for later, and users need it/);
    }));

  it('given Ctrl-C at a question, then exits 130, and the next run goes on there', () =>
    prepared(async (_, open) => {
      const first = open();
      await first.talk([...LOCAL, ...NEW_FLEET, ...IDP, { when: /\? Which domains/, type: CTRL_C }]);
      assert.equal(await first.exit(), 130);
      const second = open();
      await second.talk([GO_ON, ...DOMAIN, ...NO_CAS, ...NETWORK, ...NO_MORE, ...DO_IT]);
      assert.equal(await second.exit(), 0, second.raw);
    }));

  it('given Ctrl-C while changes are made, then what is done stays, and the next run does the rest', () =>
    prepared(async (_, open) => {
      const asking = ALL.flatMap((cue) =>
        cue.when.source.includes('Audit')
          ? [at('Audit stream', 'Create'), at('Name of the stream', '')]
          : [cue],
      );
      const first = open();
      await first.talk([...asking, ...DO_IT.slice(0, 1), { when: /[^.] Create stream/, type: CTRL_C }]);
      assert.equal(await first.exit(), 130);
      assert.match(plainScreen(first.raw), /Your answers are kept: worklink setup goes on with them\./);
      const second = open();
      await second.talk([GO_ON]);
      await second.until(/1\. Link audit stream 'AmazonWorkLink-sales'\./);
      await second.talk(DO_IT);
      assert.equal(await second.exit(), 0, second.raw);
    }));

  it('given a passphrase, then it is neither shown nor kept', () =>
    prepared(async (home, open) => {
      const key = createPrivateKey(await readFile(join(home.folder, 'site.key')));
      const cipher = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: PASSPHRASE } as const;
      await home.file('site.key', key.export(cipher).toString());
      const terminal = open();
      await terminal.talk([
        ...LOCAL,
        ...NEW_FLEET,
        ...IDP,
        ...DOMAIN.slice(0, -1),
        { when: /Its passphrase/, type: `${PASSPHRASE}\r` },
        at('1 domain', 'That'),
        { when: /\? Website certificate/, type: CTRL_C },
      ]);
      assert.equal(await terminal.exit(), 130);
      assert.doesNotMatch(terminal.raw, new RegExp(PASSPHRASE));
      const kept = await textsBelow(home.folder);
      assert.match(kept, /privateKeyFile: /);
      assert.doesNotMatch(kept, new RegExp(PASSPHRASE));
      assert.ok(existsSync(join(home.folder, 'state.db')));
    }));

  it('given a service at an endpoint, then it is set up by the AWS backend alike, after saying whose account it is', async () => {
    // Signatures are judged by the time there is; the fleet becomes ACTIVE by the account's own.
    const server = await startServer({ server: { clock: new TestTimer(Date.now()) } });
    const env = {
      AWS_ACCESS_KEY_ID: server.keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: server.keys.secretAccessKey,
    };
    const there = ['--endpoint-url', server.url, '--companions', 'local'];
    try {
      await prepared(async (home, open) => {
        const terminal = open(there, env);
        await terminal.talk([
          at('Where is the fleet', 'AWS'),
          at('Profile', ''),
          at('Region', ''),
          { when: /as\s+arn:aws:iam::[\s\S]*\? Is this the account/, type: '\r' },
          ...NEW_FLEET,
          ...IDP,
          at('Which domains', 'Not now'),
          at('Website certificate', 'Give'),
          at('File of the certificate', 'chain.pem'),
          at('Name people see', ''),
          at('To upload', 'Go on'),
          ...NETWORK,
          ...NO_MORE,
          at('Nothing has been changed', 'Do'),
        ]);
        await terminal.until(/Waiting for the fleet to be ACTIVE/);
        server.clock.advance(60_000);
        await terminal.talk([at('What next', 'Nothing')]);
        assert.equal(await terminal.exit(), 0, terminal.raw);
        assert.match(plainScreen(terminal.raw), /export WORKLINK_BACKEND=aws WORKLINK_REGION=us-east-1/);
        const show = ['idp', 'show', '-f', 'sales', '--backend', 'aws', '--region', 'us-east-1', ...there];
        assert.match(JSON.stringify(await home.json(show, { env })), /exkworklinkexample01/);
      });
    } finally {
      await server.close();
    }
  });
});
