/**
 * What applying a file with many domains costs on the local service, beside what it cannot do without: the inserts themselves.
 *
 *   npm run bench:apply [-- --domains 10000] [--runs 5] [--limit]
 *
 * Apply makes a fleet of so many domains. The same rows, of domains and of the trail, are then inserted in the same order and the same batches
 * by better-sqlite3 alone, into a copy of the file as it was, on the same disk, with the same pragmas. Runs are interleaved, and their medians
 * compared: the time of the one is never held against a clock's. With --limit it fails where applying takes more than twice the time.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Sqlite from 'better-sqlite3';
import { openBackend } from '../src/cli/compose.js';
import { DomainDisplayNames } from '../src/core/admin/display-names.js';
import { createFleet } from '../src/core/admin/fleets.js';
import { applyPlans } from '../src/core/admin/fleet-plan/apply.js';
import { makePlans, newestCertificates } from '../src/core/admin/fleet-plan/make.js';
import { type Host } from '../src/cli/host.js';
import { type Backend } from '../src/core/ports/backend.js';

const { values } = parseArgs({
  options: {
    domains: { type: 'string', default: '10000' },
    runs: { type: 'string', default: '5' },
    limit: { type: 'boolean', default: false },
  },
});
const count = Number(values.domains);
const runs = Number(values.runs);
/** How many times the inserts' own time applying may take. */
const MOST = 2;

/** It stands still: what time makes of domains is work of its own. */
const moment = new Date();
const timer = { now: () => moment, sleep: () => Promise.resolve() };
const host = { env: {}, cwd: process.cwd(), timer } as unknown as Host; // what opening a local backend asks of it
const templates = { read: () => Promise.resolve(undefined), save: () => Promise.resolve() };
const names = Array.from(
  { length: count },
  (_, index) => `site-${String((index * 7919) % count)}.example.com`,
);

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'worklink-bench-'));
  try {
    const empty = join(folder, 'empty.db');
    await prepare(empty);
    const plan: number[] = [];
    const apply: number[] = [];
    const insert: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      const applied = join(folder, `applied-${String(run)}.db`);
      const inserted = join(folder, `inserted-${String(run)}.db`);
      await copyFile(empty, applied);
      await copyFile(empty, inserted);
      const took = await applyAll(applied);
      plan.push(took.plan);
      apply.push(took.apply);
      insert.push(insertAll(applied, inserted));
    }
    const ratio = median(apply) / median(insert);
    say('planning', median(plan));
    say('applying', median(apply));
    say('the inserts alone', median(insert));
    process.stdout.write(`${'ratio'.padEnd(20)}${ratio.toFixed(2)}\n`);
    if (values.limit && ratio > MOST) {
      process.stderr.write(
        `Applying takes ${ratio.toFixed(2)} times the inserts' own time, more than ${String(MOST)}.\n`,
      );
      process.exitCode = 1;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A state file with a fleet and a certificate for all domains. */
async function prepare(file: string): Promise<void> {
  const backend = await open(file);
  const arn = await backend.certificates.request({ domainName: '*.example.com' });
  await backend.emulator?.certificates.validate(arn);
  await createFleet(backend, { FleetName: 'many' });
  backend.close();
}

function open(file: string): Promise<Backend> {
  const surroundings = { host, dataDirectory: tmpdir(), userAgent: 'worklink-bench' };
  return openBackend({ backend: 'local', state: file }, surroundings);
}

async function applyAll(file: string): Promise<{ readonly plan: number; readonly apply: number }> {
  const backend = await open(file);
  const begun = performance.now();
  const { plans } = await makePlans(backend, {
    wanted: [{ name: 'many', domains: names.map((name) => ({ name })) }],
    allowances: { prune: new Set(), replace: new Set() },
    templates,
    clock: timer,
  });
  const planned = performance.now();
  const outcomes = await applyPlans(
    plans,
    {
      backend,
      templates,
      waiting: { timer, timeoutMs: 0, intervalMs: 1_000 },
      waitsForEnd: false,
      arns: new Map(),
      finder: newestCertificates(backend),
      names: new DomainDisplayNames(backend),
    },
    { concurrency: 4 },
  );
  const ended = performance.now();
  backend.close();
  const failed = outcomes.filter(({ state }) => state !== 'done');
  if (failed.length > 0 || outcomes.length !== count)
    throw new Error(`${String(failed.length)} changes failed`);
  return { plan: planned - begun, apply: ended - planned };
}

/** Inserts what applying left behind into a file in which it is not yet, in the same order and the same batches. */
function insertAll(from: string, into: string): number {
  const source = new Sqlite(from, { readonly: true });
  const rows = new Map(
    source
      .prepare<[], { name: string }>('SELECT * FROM domains')
      .all()
      .map((row) => [row.name, row]),
  );
  const domains = names.map((name) => rows.get(name));
  const trail = source
    .prepare<[], object>(
      "SELECT time, event_name, record FROM trail_events WHERE event_name = 'AssociateDomain' ORDER BY seq",
    )
    .all();
  source.close();
  const db = new Sqlite(into);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  const columns = Object.keys(domains[0] ?? {});
  const domain = db.prepare(
    `INSERT INTO domains (${columns.join()}) VALUES (${columns.map((name) => `:${name}`).join()})`,
  );
  const event = db.prepare(
    'INSERT INTO trail_events (time, event_name, record) VALUES (:time, :event_name, :record)',
  );
  const size = 250;
  const begun = performance.now();
  for (let at = 0; at < count; at += size) {
    db.transaction(() => {
      for (let index = at; index < Math.min(at + size, count); index += 1) {
        domain.run(domains[index]);
        event.run(trail[index]);
      }
    }).immediate();
  }
  const took = performance.now() - begun;
  db.close();
  return took;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

function say(what: string, milliseconds: number): void {
  const each = (milliseconds * 1000) / count;
  process.stdout.write(`${what.padEnd(20)}${milliseconds.toFixed(0)} ms, ${each.toFixed(1)} µs a domain\n`);
}

await main();
