import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readManifest } from '../../scripts/lib/manifest.js';
import { enterAwsWorld, KEYS } from '../backends/aws/stub.js';
import { startServer, TestTimer } from '../server/harness.js';
import { certificateFiles, COMPANY_CODE, SHAPE_STEPS, signInFiles } from '../snapshots/shape-steps.js';
import { Workplace } from '../support/cli.js';

const ROOT = join(import.meta.dirname, '../..');
const FLEET_CODE = ['fleet', 'show', 'demo', '--query', 'companyCode', '-o', 'text'];

/** What starts, ends or replaces the emulator that both sides need. */
const LEFT_OUT =
  /^emulator (?:idp (?:start|status|stop)|start|stop|status|env|export|seed|reset|principal list|principal add|principal remove|clock (?:show|set|reset))\b/;
/** What only the emulator can do: both sides have their state file do it. */
const EMULATED = /^(?:emulator|certificate validate)\b/;
/** An hour passes on the machine: the emulator's own clock is nothing that an endpoint tells of. */
const AN_HOUR_LATER = 'emulator clock advance 1h';
const HOUR_MS = 3_600_000;
/** Commands that take no part: the one describes commands, the other serves. */
const WITHOUT_BACKEND = new Set(['help', 'emulator idp start']);

const STEPS = SHAPE_STEPS.map(({ args }) => args).filter((args) => !LEFT_OUT.test(args.join(' ')));

/** What no two accounts have alike, by what it is called here. */
const RANDOM: readonly (readonly [RegExp, string])[] = [
  [/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UUID'],
  [/\b[0-9a-f]{64}\b/g, 'SHA256'],
  [/\b(_?)[0-9a-f]{32}\b/g, '$1TOKEN'],
  [/\b(AROA|AIDA|AKIA)[A-Z0-9]{16}\b/g, '$1'],
  [/MII[\w+/=\\]{200,}/g, 'CERTIFICATE'],
];

const WAY: ReadonlySet<unknown> = new Set(['backend', 'companions', 'endpoint-url']);

/** What of a command's answer depends on the way to the service, and is so left out. */
const BY_THE_WAY: Readonly<Record<string, (answer: unknown) => unknown>> = {
  // Doctor looks at the credentials of the one and the emulator's clock of the other.
  doctor: (answer) => rows(answer).filter(({ group }) => group !== 'tool'),
  // The settings that say which way.
  'config list': (answer) => rows(answer).filter(({ name }) => !WAY.has(name)),
  'trail events': (answer) => rows(answer).map(({ sourceIPAddress: _, userAgent: __, ...event }) => event),
  // A list of devices is a call for each of them at an endpoint.
  'trail export': (answer) => ({ ...rows([answer])[0], events: 'some' }),
};

/** A command line, and what it came to. */
interface Came {
  readonly line: string;
  readonly code: number;
  readonly answer: unknown;
}

function rows(answer: unknown): readonly Record<string, unknown>[] {
  assert.ok(Array.isArray(answer));
  return answer as Record<string, unknown>[];
}

/** Takes all steps in a workplace. @param flags where WorkLink is */
async function takeSteps(
  place: Workplace,
  files: ReadonlyMap<string, string>,
  flags: readonly string[],
): Promise<readonly Came[]> {
  for (const [name, text] of files) await writeFile(join(place.folder, name), text);
  const came: Came[] = [];
  let code: string | undefined;
  for (const args of STEPS) {
    const line = args.join(' ');
    if (line === AN_HOUR_LATER) {
      place.clock.advance(HOUR_MS);
      came.push({ line, code: 0, answer: '{}' });
      continue;
    }
    if (args.includes(COMPANY_CODE)) code ??= (await place.succeed(FLEET_CODE)).trim();
    const words = args.map((word) => (word === COMPANY_CODE ? (code ?? '') : word));
    const run = await place.run([...words, '--json', ...(EMULATED.test(line) ? [] : flags)]);
    came.push({ line, code: run.code, answer: run.stdout });
  }
  return came.map(({ line, code: exit, answer }) => ({
    line,
    code: exit,
    answer: comparable(
      line,
      String(answer)
        .replaceAll(place.folder, '.')
        .replaceAll(code ?? '', 'CODE'),
    ),
  }));
}

function comparable(line: string, text: string): unknown {
  const alike = RANDOM.reduce((said, [pattern, name]) => said.replaceAll(pattern, name), text);
  const answer: unknown = JSON.parse(alike);
  const command = Object.keys(BY_THE_WAY).find((name) => `${line} `.startsWith(`${name} `));
  return BY_THE_WAY[command ?? '']?.(answer) ?? answer;
}

describe('every command, of the emulator and of a service at an endpoint', function () {
  this.timeout(180_000);
  const here: Came[] = [];
  const there: Came[] = [];

  before(async () => {
    const world = await enterAwsWorld(KEYS);
    try {
      const files = new Map([
        ['okta-metadata.xml', await readFile(join(ROOT, 'examples/okta-metadata.xml'), 'utf8')],
        ...(await signInFiles()),
      ]);
      await Workplace.with(async (place) => {
        for (const [name, text] of await certificateFiles(place.clock.now())) files.set(name, text);
        here.push(...(await takeSteps(place, files, [])));
      });
      await Workplace.with(async (place) => {
        await place.succeed(['fleet', 'list']);
        const server = await startServer({
          account: { file: join(place.folder, 'data/emulator.db'), clock: place.clock },
          server: { clock: new TestTimer(Date.now()) },
        });
        const { accessKeyId, secretAccessKey } = server.keys;
        Object.assign(process.env, {
          AWS_ACCESS_KEY_ID: accessKeyId,
          AWS_SECRET_ACCESS_KEY: secretAccessKey,
        });
        try {
          const aws = ['--backend', 'aws', '--companions', 'local', '--endpoint-url', server.url];
          there.push(...(await takeSteps(place, files, aws)));
        } finally {
          await server.close();
        }
      });
    } finally {
      await world.leave();
    }
  });

  for (const [index, args] of STEPS.entries()) {
    if (EMULATED.test(args.join(' '))) continue;
    it(`${String(index + 1)}. given ${args.join(' ')}, then answers alike`, () => {
      assert.deepEqual(there[index], here[index]);
    });
  }

  it('are all there', async () => {
    const commands = readManifest(await readFile(join(ROOT, 'oclif.manifest.json'), 'utf8'));
    const lines = SHAPE_STEPS.map(({ args }) => `${args.join(' ')} `);
    const missing = commands
      .map(({ name }) => name)
      .filter((name) => !WITHOUT_BACKEND.has(name) && !lines.some((line) => line.startsWith(`${name} `)));
    assert.deepEqual(missing, []);
  });
});
