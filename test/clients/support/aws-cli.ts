import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type OperationName } from '../../../src/core/contract/contract.js';
import { type Finished } from '../../support/binary.js';
import { type Keys } from '../../server/harness.js';
import { type FoundClient } from './clients.js';
import { type Answer } from './each-operation.js';
import { DriverPool, LineDriver } from './line-driver.js';
import { type Input } from './world.js';

/** The exit status of the AWS CLI where the service refused (AWS CLI User Guide, "Return codes"). */
const SERVICE_REFUSED = 254;
/** Two at a time: the tests run on small machines. */
const DRIVERS = 2;

/** The environment of a command: nobody's settings, and a call that is refused is not tried again. */
export function awsEnvironment(keys: Keys, home: string): Readonly<Record<string, string>> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    LANG: 'C.UTF-8',
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_MAX_ATTEMPTS: '1',
    AWS_PAGER: '',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** The AWS CLI, its commands each in a process of its own. */
export class AwsCli {
  readonly #drivers: DriverPool;
  #files = 0;

  constructor(
    { python = 'python3' }: FoundClient,
    private readonly home: string,
  ) {
    const script = join(import.meta.dirname, '../drivers/aws_cli_driver.py');
    this.#drivers = new DriverPool(DRIVERS, () => new LineDriver(python, [script]));
  }

  /** Runs `aws` with some words. */
  async run(words: readonly string[], keys: Keys): Promise<Finished> {
    const finished = await this.#drivers.ask({ args: words, env: awsEnvironment(keys, this.home) });
    return { ...(finished as Finished), signal: null }; // the driver's own form
  }

  /** Calls an operation as one does at a prompt: each member an option, a document from a file. */
  async call(endpoint: string, keys: Keys, operation: OperationName, input: Input): Promise<Answer> {
    const options = await this.options(input);
    const words = ['worklink', kebab(operation), ...options, '--endpoint-url', endpoint, '--output', 'json'];
    const { status, stdout, stderr } = await this.run(words, keys);
    if (status === 0) return { output: stdout.trim() === '' ? {} : (withDates(JSON.parse(stdout)) as Input) };
    const refusal =
      /^An error occurred \((\w+)\) when calling the (\w+) operation(?: \(reached max retries: 0\))?: (.+)$/m;
    const [, error, called, message] = refusal.exec(stderr)?.map(String) ?? [];
    if (status !== SERVICE_REFUSED || error === undefined || called !== operation || message === undefined) {
      throw new Error(`aws ${words.join(' ')} exited with ${String(status)}: ${stderr}`);
    }
    return { error, message };
  }

  close(): Promise<void> {
    return this.#drivers.close();
  }

  private async options(input: Input): Promise<readonly string[]> {
    const words: string[] = [];
    for (const [member, value] of Object.entries(input)) {
      const option = kebab(member);
      if (typeof value === 'boolean') words.push(`--${value ? '' : 'no-'}${option}`);
      else if (Array.isArray(value)) words.push(`--${option}`, ...value.map(String));
      else if (typeof value === 'string' && value.includes('\n')) {
        const file = join(this.home, `document-${String((this.#files += 1))}`);
        await writeFile(file, value);
        words.push(`--${option}`, `file://${file}`);
      } else words.push(`--${option}`, typeof value === 'string' ? value : JSON.stringify(value));
    }
    return words;
  }
}

function kebab(name: string): string {
  return name.replace(/(?<!^)[A-Z]/g, '-$&').toLowerCase();
}

/** The same value with `Date`s for what the CLI writes as ISO 8601. */
function withDates(value: unknown): unknown {
  if (typeof value === 'string') {
    return /^\d{4}-\d{2}-\d{2}T[\d:.]+[+-]\d{2}:\d{2}$/.test(value) ? new Date(value) : value;
  }
  if (Array.isArray(value)) return value.map(withDates);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withDates(member)]));
}
