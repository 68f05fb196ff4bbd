import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Finished } from '../../support/binary.js';
import { type Keys } from '../../server/harness.js';
import { type FoundClient } from './clients.js';
import { run } from './process.js';

const EXAMPLE = join(import.meta.dirname, '../../../examples/terraform/main.tf');

/** Values of the example's variables; what is absent keeps its default. */
export type Variables = Readonly<Record<string, unknown>>;

/** Terraform at work on the example in a folder of its own, with providers of this machine alone. */
export class Terraform {
  readonly #env: Readonly<Record<string, string>>;

  constructor(
    private readonly client: FoundClient,
    private readonly folder: string,
    endpoint: string,
    keys: Keys,
  ) {
    this.#env = {
      HOME: folder,
      CHECKPOINT_DISABLE: '1',
      TF_IN_AUTOMATION: '1',
      NO_COLOR: '1',
      TF_CLI_CONFIG_FILE: join(folder, 'settings.tfrc'),
      AWS_ENDPOINT_URL_WORKLINK: endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: 'true',
    };
  }

  /** Takes the example and makes it ready. */
  async init(): Promise<void> {
    const mirror = JSON.stringify(this.client.mirror);
    await writeFile(
      join(this.folder, 'settings.tfrc'),
      `provider_installation {\n  filesystem_mirror {\n    path = ${mirror}\n  }\n}\n`,
    );
    await copyFile(EXAMPLE, join(this.folder, 'main.tf'));
    await this.succeed(['init']);
  }

  /** Sets the variables of all that follows. */
  async set(variables: Variables): Promise<void> {
    await writeFile(join(this.folder, 'terraform.tfvars.json'), JSON.stringify(variables));
  }

  run(words: readonly string[]): Promise<Finished> {
    return run(this.client.program, words, { env: this.#env, cwd: this.folder });
  }

  /** Runs a command that must succeed. @returns what it printed */
  async succeed(words: readonly string[]): Promise<string> {
    const { status, stdout, stderr } = await this.run(words);
    if (status !== 0)
      throw new Error(`terraform ${words.join(' ')} exited ${String(status)}: ${stdout}${stderr}`);
    return stdout;
  }

  apply(): Promise<string> {
    return this.succeed(['apply', '-auto-approve', '-input=false']);
  }

  /** Whether a plan has anything to change: exit status 2 where it has (terraform plan, -detailed-exitcode). */
  async hasChanges(): Promise<boolean> {
    const { status, stdout, stderr } = await this.run(['plan', '-detailed-exitcode', '-input=false']);
    if (status !== 0 && status !== 2) throw new Error(`terraform plan: ${stdout}${stderr}`);
    return status === 2;
  }

  async output(name: string): Promise<string> {
    return JSON.parse(await this.succeed(['output', '-json', name])) as string;
  }
}
