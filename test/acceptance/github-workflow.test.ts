import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { chmod, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { run } from '../clients/support/process.js';
import { type Finished, Home } from '../support/binary.js';

const FILE = join(import.meta.dirname, '../../examples/github-actions/worklink.yml');

type Variables = Readonly<Record<string, string>>;

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly run?: string;
  readonly env?: Variables;
}

interface Job {
  readonly if?: string;
  readonly needs?: string;
  readonly permissions?: Variables;
  readonly 'runs-on': string;
  readonly 'timeout-minutes': number;
  readonly environment?: string;
  readonly concurrency?: object;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Variables;
  readonly defaults: { readonly run: { readonly shell: string } };
  readonly env: Variables;
  readonly jobs: Readonly<Record<string, Job>>;
}

const text = readFileSync(FILE, 'utf8');
const workflow = parse(text, { version: '1.2' }) as Workflow; // our own file, whose form the first tests judge

/** Keys there may be (GitHub Docs, Workflow syntax for GitHub Actions). */
const KEYS = {
  workflow: ['name', 'on', 'permissions', 'defaults', 'env', 'jobs'],
  job: ['if', 'needs', 'permissions', 'runs-on', 'timeout-minutes', 'environment', 'concurrency', 'steps'],
  step: ['name', 'uses', 'with', 'run', 'env'],
};

/** What GitHub knows while a run lasts, as far as the workflow asks for it. */
const CONTEXT: Variables = {
  'vars.WORKLINK_PACKAGE': './worklink.tgz',
  'vars.WORKLINK_ENDPOINT_URL': '',
  'vars.WORKLINK_REGION': 'us-east-1',
  'github.token': 'token',
  'github.repository': 'example/fleets',
  'github.event.pull_request.number': '7',
};

function evaluated(variables: Variables = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      value.replace(/\$\{\{ (.+?) \}\}/g, (_, expression: string) => {
        const known = CONTEXT[expression];
        assert.ok(known !== undefined, `${expression} is not known here`);
        return known;
      }),
    ]),
  );
}

/** A runner with a checkout, the built program and stand-ins for npm and gh that note what they are called with. */
async function withRunner(body: (runner: Runner) => Promise<void>): Promise<void> {
  await Home.with(async (home) => {
    await home.file('bin/worklink', `#!/bin/sh\nexec '${process.execPath}' '${home.binary}' "$@"\n`);
    const note = 'printf "%s\\n" "$*" >> "$HOME/called"';
    await home.file('bin/npm', `#!/bin/sh\n${note}\n`);
    // As gh does, it fails where there is no comment to edit.
    await home.file(
      'bin/gh',
      `#!/bin/sh\n${note}\ncase "$*" in *--edit-last*) [ -e "$HOME/comment" ] || exit 1 ;; esac\ncp plan.md "$HOME/comment"\n`,
    );
    for (const name of ['worklink', 'npm', 'gh']) await chmod(join(home.folder, 'bin', name), 0o755);
    await home.file('checkout/fleets/sales.yaml', FLEET);
    await body(new Runner(home));
  });
}

const FLEET = `version: 1
fleets:
  - name: sales
`;

class Runner {
  constructor(readonly home: Home) {}

  /** Runs a job's scripts as GitHub does, in order, until one fails. @returns what the last came to */
  async job(name: string): Promise<Finished> {
    const job = workflow.jobs[name];
    assert.ok(job !== undefined, name);
    let last: Finished = { status: 0, signal: null, stdout: '', stderr: '' };
    for (const step of job.steps) {
      if (step.run === undefined) continue;
      const script = await this.home.file('step.sh', step.run);
      const env = {
        ...this.home.environment(evaluated({ ...workflow.env, ...step.env })),
        PATH: `${join(this.home.folder, 'bin')}:${process.env['PATH'] ?? ''}`,
        CI: 'true',
        // What the workflow says of AWS is judged apart: here the service is the emulated one.
        WORKLINK_BACKEND: 'local',
      };
      // GitHub Docs, Workflow syntax, defaults.run.shell: bash.
      last = await run('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
        cwd: join(this.home.folder, 'checkout'),
        env,
      });
      if (last.status !== 0) break;
    }
    return last;
  }

  async succeed(...jobs: string[]): Promise<string> {
    let stdout = '';
    for (const name of jobs) {
      const last = await this.job(name);
      assert.equal(last.status, 0, `${name}: ${last.stdout}${last.stderr}`);
      stdout += last.stdout;
    }
    return stdout;
  }

  read(name: string): Promise<string> {
    return readFile(join(this.home.folder, name), 'utf8');
  }
}

describe('the GitHub Actions workflow of the examples', function () {
  this.timeout(240_000);

  it('has the form of a workflow, and nothing that GitHub does not know', () => {
    const unknown = (there: object, known: readonly string[]): readonly string[] =>
      Object.keys(there).filter((key) => !known.includes(key));
    assert.deepEqual(unknown(workflow, KEYS.workflow), []);
    assert.equal(workflow.defaults.run.shell, 'bash');
    for (const [name, job] of Object.entries(workflow.jobs)) {
      assert.deepEqual(unknown(job, KEYS.job), [], name);
      assert.match(job['runs-on'], /^ubuntu-/);
      assert.ok(job['timeout-minutes'] > 0, name);
      assert.ok(job.needs === undefined || job.needs in workflow.jobs, name);
      for (const step of job.steps) {
        assert.deepEqual(unknown(step, KEYS.step), [], name);
        assert.notEqual(step.run === undefined, step.uses === undefined, 'one of run and uses');
      }
    }
  });

  it('runs on pull requests with no more rights than a fork has, and applies on main alone', () => {
    assert.deepEqual(Object.keys(workflow.on), ['pull_request', 'push']);
    assert.deepEqual((workflow.on['push'] as { branches: unknown }).branches, ['main']);
    assert.ok(!text.includes('pull_request_target'));
    const { validate, plan, comment, apply } = workflow.jobs;
    assert.equal(validate?.if, "github.event_name == 'pull_request'");
    assert.equal(plan?.needs, 'validate');
    assert.equal(plan.if, 'github.event.pull_request.head.repo.full_name == github.repository');
    assert.equal(comment?.needs, 'plan');
    assert.equal(apply?.if, "github.event_name == 'push'");
    assert.equal(apply.environment, 'production');
  });

  it('gives each job the least it needs: a token for AWS and writing on GitHub never together', () => {
    assert.deepEqual(workflow.permissions, { contents: 'read' });
    const { validate, ...others } = workflow.jobs;
    assert.equal(validate?.permissions, undefined);
    assert.deepEqual(
      Object.fromEntries(Object.entries(others).map(([name, job]) => [name, job.permissions])),
      {
        plan: { contents: 'read', 'id-token': 'write' },
        comment: { 'pull-requests': 'write' },
        apply: { contents: 'read', 'id-token': 'write' },
      },
    );
    assert.ok(!text.includes('secrets.'));
  });

  it('puts no expression into a script, and has actions of a major version', () => {
    for (const { steps } of Object.values(workflow.jobs)) {
      for (const step of steps) {
        if (step.uses !== undefined) assert.match(step.uses, /^(?:actions|aws-actions)\/[a-z-]+@v\d+$/);
        assert.ok(!(step.run ?? '').includes('${{'), step.run);
        if (step.uses?.startsWith('actions/checkout@') === true)
          assert.equal(step.with?.['persist-credentials'], false);
      }
    }
  });

  it('given a pull request, then its files are judged and the plan is its one comment; once merged, it is applied', () =>
    withRunner(async (runner) => {
      await runner.succeed('validate', 'plan', 'comment');
      const first = await runner.read('comment');
      assert.match(first, /sales/);
      assert.deepEqual((await runner.read('called')).split('\n'), [
        'install --global ./worklink.tgz',
        'install --global ./worklink.tgz',
        'pr comment 7 --edit-last --body-file plan.md',
        'pr comment 7 --body-file plan.md',
        '',
      ]);
      await rm(join(runner.home.folder, 'called'));
      await runner.home.file('checkout/fleets/sales.yaml', `${FLEET}    tags:\n      team: it\n`);
      await runner.succeed('plan', 'comment');
      assert.match(await runner.read('called'), /\npr comment 7 --edit-last --body-file plan\.md\n$/);
      assert.notEqual(await runner.read('comment'), first);
      assert.deepEqual(
        await runner.home.json(['fleet', 'list']),
        [],
        'nothing is applied before it is merged',
      );

      await runner.succeed('apply');
      const { tags } = (await runner.home.json(['fleet', 'show', 'sales'])) as { tags: object };
      assert.deepEqual(tags, { team: 'it' });
      await runner.succeed('apply', 'validate', 'plan');
    }));

  it('given a file that is wrong, then neither a plan nor an application is begun', () =>
    withRunner(async (runner) => {
      await runner.home.file('checkout/fleets/sales.yaml', `${FLEET}    nonsense: 1\n`);
      for (const job of ['validate', 'apply']) {
        const { status, stdout } = await runner.job(job);
        assert.equal(status, 3, job);
        assert.match(stdout, /nonsense/);
      }
      assert.deepEqual(await runner.home.json(['fleet', 'list']), []);
    }));
});
