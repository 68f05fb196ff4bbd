import assert from 'node:assert/strict';
import { join } from 'node:path';
import {
  type OperationInput,
  type OperationName,
  type OperationOutput,
} from '../../../src/core/contract/contract.js';
import { isServiceErrorName, ServiceError } from '../../../src/core/contract/errors.js';
import { type WorkLink } from '../../../src/core/ports/work-link.js';
import { type Keys } from '../../server/harness.js';
import { type FoundClient } from './clients.js';
import { LineDriver } from './line-driver.js';
import { type Input } from './world.js';

/** Where a boto3 client calls, as whom, and how. */
export interface Boto3Settings extends Keys {
  readonly endpoint: string;
  readonly region: string;
  /** How often a call is tried in all; once where absent. */
  readonly attempts?: number;
  /** False has boto3 send what its own model of the service would not let pass. */
  readonly validate?: boolean;
}

/** What boto3 made of an answer. */
export interface Boto3Answer {
  readonly output?: Readonly<Record<string, unknown>>;
  readonly retries?: number;
  readonly requestId?: string;
  readonly error?: {
    readonly class: string;
    readonly isClassOfClient?: boolean;
    readonly code?: string;
    readonly message: string;
    readonly status?: number;
    readonly requestId?: string;
    readonly retries?: number;
  };
}

/** boto3, in a process that is asked to make calls. */
export class Boto3 {
  readonly #driver: LineDriver;

  constructor({ program }: FoundClient) {
    this.#driver = new LineDriver(program, [join(import.meta.dirname, '../drivers/boto3_driver.py')]);
  }

  /** A call's answer as boto3 has it: a time is `{ $time: … }`. */
  async call(client: Boto3Settings, operation: OperationName, input: Input): Promise<Boto3Answer> {
    return (await this.#driver.ask({ client, operation, input })) as Boto3Answer; // the driver's own form
  }

  /** A URL that carries its signature, good for `expiresIn` seconds. */
  async presign(
    client: Boto3Settings,
    operation: OperationName,
    input: Input,
    expiresIn: number,
  ): Promise<string> {
    const answer = (await this.#driver.ask({ client, presign: { operation, input, expiresIn } })) as {
      readonly output: string;
    };
    return answer.output;
  }

  close(): Promise<void> {
    return this.#driver.close();
  }
}

/** The same value with `Date`s for the times; a time without its zone is none. */
export function withDates(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withDates);
  if (typeof value !== 'object' || value === null) return value;
  if ('$time' in value) {
    assert.match(String(value.$time), /[+-]\d{2}:\d{2}$/);
    return new Date(String(value.$time));
  }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withDates(member)]));
}

/** The service as boto3 reaches it. What the model forbids is sent as well: the service shall refuse it, not the client. */
export class Boto3WorkLink implements WorkLink {
  constructor(
    private readonly boto3: Boto3,
    private readonly settings: Boto3Settings,
  ) {}

  async call<O extends OperationName>(operation: O, input: OperationInput<O>): Promise<OperationOutput<O>> {
    const { output, error } = await this.boto3.call({ ...this.settings, validate: false }, operation, input);
    if (error === undefined) return withDates(output) as OperationOutput<O>; // what the suite is there to find out
    if (error.code !== undefined && isServiceErrorName(error.code))
      throw new ServiceError(error.code, error.message);
    throw new Error(`boto3: ${error.class}: ${error.message}`);
  }
}
