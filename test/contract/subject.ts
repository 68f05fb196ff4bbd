import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import {
  type OperationInput,
  type OperationName,
  type OperationOutput,
} from '../../src/core/contract/contract.js';
import { ServiceError, type ServiceErrorName } from '../../src/core/contract/errors.js';
import { type Emulator } from '../../src/core/ports/emulator.js';
import { type WorkLink } from '../../src/core/ports/work-link.js';

/** A service to try: an emulated account, reached in one way or another. */
export interface Subject {
  readonly accountId: string;
  /** The service in us-east-1. */
  readonly workLink: WorkLink;
  /** The same service in another Region. */
  inRegion(region: string): WorkLink;
  /** What the account is disturbed and prepared with. */
  readonly emulator: Emulator;
  /** Whether its clock goes on between calls; it stands still otherwise. */
  readonly clockRuns?: boolean;
  close(): Promise<void>;
}

/** Longer than a call of a service whose clock runs takes, in milliseconds. */
const LONGEST_CALL = 10_000;

export type StartSubject = () => Promise<Subject>;

/** Longer than any state lasts that time alone ends, in milliseconds. */
export const LONG_ENOUGH = 3_600_000;

/** One test's service: started before it, closed after it. */
export function useSubject(start: StartSubject): Trial {
  const trial = new Trial();
  beforeEach(async () => {
    trial.subject = await start();
  });
  afterEach(() => trial.subject.close());
  return trial;
}

/** What the tests of the service say over and over. */
export class Trial {
  #subject: Subject | undefined;
  /** One certificate for all domains of `example.com` that a test associates by the way: making it takes its time. */
  #wildcard: string | undefined;

  get subject(): Subject {
    assert.ok(this.#subject, 'the test has begun');
    return this.#subject;
  }

  set subject(subject: Subject) {
    this.#subject = subject;
    this.#wildcard = undefined;
  }

  call<O extends OperationName>(operation: O, input: OperationInput<O>): Promise<OperationOutput<O>> {
    return this.subject.workLink.call(operation, input);
  }

  /**
   * Asserts that a time the service tells is that of a call, made right after a moment of its clock.
   *
   * @returns the time, to be looked for elsewhere
   */
  rightAfter(moment: Date, told: Date | undefined): Date {
    assert.ok(told !== undefined, 'a time is told');
    if (this.subject.clockRuns === true) {
      const late = told.getTime() - moment.getTime();
      assert.ok(late >= 0 && late < LONGEST_CALL, `${String(late)} ms after`);
    } else assert.deepEqual(told, moment);
    return told;
  }

  /** Asserts that a call is refused, and with what. */
  async refuses<O extends OperationName>(
    code: ServiceErrorName,
    operation: O,
    input: OperationInput<O>,
    message = /./,
  ): Promise<void> {
    await assert.rejects(this.call(operation, input), (error) => {
      assert.ok(error instanceof ServiceError, String(error));
      assert.equal(error.code, code, error.message);
      assert.match(error.message, message);
      return true;
    });
  }

  arn(name: string): string {
    return `arn:aws:worklink::${this.subject.accountId}:fleet/${name}`;
  }

  /** Makes a fleet. @returns its ARN */
  async fleet(name = 'example'): Promise<string> {
    const { FleetArn = '' } = await this.call('CreateFleet', { FleetName: name });
    return FleetArn;
  }

  /** A certificate that ACM has issued for a name. @returns its ARN */
  async certificate(domainName: string): Promise<string> {
    const { certificates } = this.subject.emulator;
    const arn = await certificates.request({ domainName });
    await certificates.validate(arn);
    return arn;
  }

  /** Associates a domain right below `example.com`, with a certificate that covers it. */
  async domain(fleetArn: string, name: string): Promise<void> {
    this.#wildcard ??= await this.certificate('*.example.com');
    await this.call('AssociateDomain', {
      FleetArn: fleetArn,
      DomainName: name,
      AcmCertificateArn: this.#wildcard,
    });
  }

  /** Lets time pass until nothing changes any more, state by state. */
  settle(): void {
    for (let state = 0; state < 4; state += 1) this.subject.emulator.advanceClock(LONG_ENOUGH);
  }
}

/** A file among the fixtures, as text. */
export function fixture(path: string): Promise<string> {
  return readFile(new URL(`../fixtures/${path}`, import.meta.url), 'utf8');
}
