import { definitionOf, type OperationName, operationNames } from '../../src/core/contract/contract.js';
import { SERVICE_ERRORS } from '../../src/core/contract/errors.js';
import { type Schema } from '../../src/core/contract/schema.js';

/** An AWS service model (`service-2.json`), as far as this project states its facts. */
export interface ServiceModel {
  readonly operations: Readonly<
    Record<
      string,
      {
        readonly http: { readonly method: string; readonly requestUri: string };
        readonly input: { readonly shape: string };
        readonly output: { readonly shape: string };
        readonly errors: readonly { readonly shape: string }[];
      }
    >
  >;
  readonly shapes: Readonly<Record<string, ModelShape>>;
}

interface ModelShape {
  readonly type: string;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, { shape: string; location?: string; locationName?: string }>>;
  readonly member?: { readonly shape: string };
  readonly key?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly error?: { readonly httpStatusCode: number };
}

/** Every fact of the contract about its operations and shapes, a line each, sorted. */
export function factsOfContract(): string[] {
  const lines = new Set<string>();
  for (const name of operationNames) addOperation(name, lines);
  return [...lines].sort();
}

function addOperation(name: OperationName, lines: Set<string>): void {
  const { http, input, output, errors } = definitionOf(name);
  lines.add(`operation ${name} ${http.method} ${http.uri} ${input.shape} -> ${output.shape}`);
  for (const error of errors) lines.add(`operation ${name} throws ${error} ${SERVICE_ERRORS[error]}`);
  addShape(input, lines);
  addShape(output, lines);
}

function addShape(schema: Schema, lines: Set<string>): void {
  const min = 'min' in schema ? schema.min : undefined;
  const max = 'max' in schema ? schema.max : undefined;
  const pattern = 'pattern' in schema ? schema.pattern.source : undefined;
  const type = schema.kind === 'enum' ? 'string' : schema.kind;
  const values = schema.kind === 'enum' ? schema.values : undefined;
  lines.add(shapeLine(schema.shape, { type, min, max, pattern, enum: values }));
  if (schema.kind === 'list') {
    lines.add(`shape ${schema.shape} of ${schema.member.shape}`);
    addShape(schema.member, lines);
  }
  if (schema.kind === 'map') {
    lines.add(`shape ${schema.shape} of ${schema.key.shape} to ${schema.value.shape}`);
    addShape(schema.key, lines);
    addShape(schema.value, lines);
  }
  if (schema.kind === 'structure') {
    for (const [name, member] of Object.entries(schema.members)) {
      lines.add(memberLine(schema.shape, name, member.schema.shape, member.required, member));
      addShape(member.schema, lines);
    }
  }
}

/** The same facts, read from the service model. */
export function factsOfModel(model: ServiceModel): string[] {
  const lines = new Set<string>();
  const add = (name: string): void => {
    const shape = model.shapes[name];
    if (shape === undefined) throw new Error(`The model has no shape ${name}.`);
    lines.add(shapeLine(name, shape));
    if (shape.member !== undefined) {
      lines.add(`shape ${name} of ${shape.member.shape}`);
      add(shape.member.shape);
    }
    if (shape.key !== undefined && shape.value !== undefined) {
      lines.add(`shape ${name} of ${shape.key.shape} to ${shape.value.shape}`);
      add(shape.key.shape);
      add(shape.value.shape);
    }
    for (const [member, reference] of Object.entries(shape.members ?? {})) {
      lines.add(
        memberLine(name, member, reference.shape, shape.required?.includes(member) ?? false, reference),
      );
      add(reference.shape);
    }
  };
  for (const [name, operation] of Object.entries(model.operations)) {
    const { method, requestUri } = operation.http;
    lines.add(
      `operation ${name} ${method} ${requestUri} ${operation.input.shape} -> ${operation.output.shape}`,
    );
    for (const { shape } of operation.errors) {
      lines.add(`operation ${name} throws ${shape} ${String(model.shapes[shape]?.error?.httpStatusCode)}`);
    }
    add(operation.input.shape);
    add(operation.output.shape);
  }
  return [...lines].sort();
}

interface Limits {
  readonly type: string;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly pattern?: string | undefined;
  readonly enum?: readonly string[] | undefined;
}

function shapeLine(name: string, { type, min, max, pattern, enum: values }: Limits): string {
  return `shape ${name} ${JSON.stringify({ type, min, max, pattern, enum: values })}`;
}

function memberLine(
  structure: string,
  name: string,
  shape: string,
  isRequired: boolean,
  { location, locationName }: { readonly location?: string; readonly locationName?: string },
): string {
  return `member ${structure}.${name} ${shape} ${JSON.stringify({ required: isRequired, location, locationName })}`;
}
