import { type ServiceErrorName } from './errors.js';
import { type StructureSchema } from './schema.js';

/** What IAM calls the kind of access an operation is (Service Authorization Reference, Amazon WorkLink). */
export type AccessLevel = 'Read' | 'List' | 'Write' | 'Tagging';

export interface HttpBinding {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** `{Member}` stands for a percent-encoded member of the input. */
  readonly uri: string;
}

/** One operation of the service, as data. */
export interface Operation<
  I extends StructureSchema = StructureSchema,
  O extends StructureSchema = StructureSchema,
> {
  readonly http: HttpBinding;
  readonly access: AccessLevel;
  readonly input: I;
  readonly output: O;
  readonly errors: readonly ServiceErrorName[];
  /** The output member that holds a page's items, for operations that page by NextToken and MaxResults. */
  readonly pages?: string;
}

export function operation<I extends StructureSchema, O extends StructureSchema>(
  definition: Operation<I, O>,
): Operation<I, O> {
  return definition;
}

/** Errors of an operation on something that exists. */
export const USUAL_ERRORS = [
  'UnauthorizedException',
  'InternalServerErrorException',
  'InvalidRequestException',
  'ResourceNotFoundException',
  'TooManyRequestsException',
] as const satisfies readonly ServiceErrorName[];

/** Errors of an operation that makes something. */
export const CREATION_ERRORS = [...USUAL_ERRORS, 'ResourceAlreadyExistsException'] as const;

/** Errors of an operation that cannot miss its subject. */
export const COLLECTION_ERRORS = [
  'UnauthorizedException',
  'InternalServerErrorException',
  'InvalidRequestException',
  'TooManyRequestsException',
] as const satisfies readonly ServiceErrorName[];

export function post(uri: string): HttpBinding {
  return { method: 'POST', uri };
}
