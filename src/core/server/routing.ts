import { definitionOf, operationNames, type OperationName } from '../contract/contract.js';
import { quote } from '../text.js';
import { badRequest, unknownOperation } from './http-refusal.js';

/** An operation, and the members of its input that travelled in the path. */
export interface Route {
  readonly operation: OperationName;
  readonly pathMembers: Readonly<Record<string, string>>;
}

interface Template {
  readonly operation: OperationName;
  readonly method: string;
  readonly segments: readonly Segment[];
}
type Segment = { readonly literal: string } | { readonly label: string };

const LABEL = /^\{(?<label>\w+)\}$/;
const ASCII_PATH = /^\/[\x21-\x7e]*$/;

const templates: readonly Template[] = operationNames.map((operation) => {
  const { method, uri } = definitionOf(operation).http;
  const segments = uri
    .slice(1)
    .split('/')
    .map((text): Segment => {
      const label = LABEL.exec(text)?.groups?.['label'];
      return label === undefined ? { literal: text } : { label };
    });
  return { operation, method, segments };
});

/**
 * Finds the operation that a method and a path stand for in the contract.
 *
 * @param method the HTTP method as sent
 * @param path the path as sent, still percent-encoded, without the query. Each segment is decoded once, so that a
 *   `%2F` inside an ARN separates nothing
 * @throws HttpRefusal 400 where the path is not percent-encoded UTF-8, 404 UnknownOperationException where no
 *   operation has this path, or none with this method
 */
export function findRoute(method: string, path: string): Route {
  if (!ASCII_PATH.test(path)) throw badRequest(`The path ${quote(path)} is not one of an AWS service.`);
  const segments = path.slice(1).split('/').map(decodeOnce);
  const sameDepth = templates.filter((template) => template.segments.length === segments.length);
  for (const template of sameDepth) {
    const pathMembers = template.method === method ? matchSegments(template.segments, segments) : undefined;
    if (pathMembers !== undefined) return { operation: template.operation, pathMembers };
  }
  const methods = sameDepth
    .filter((template) => matchSegments(template.segments, segments) !== undefined)
    .map((template) => template.method);
  throw unknownOperation(
    methods.length === 0
      ? `No operation of WorkLink has the path ${quote(path)}.`
      : `The path ${quote(path)} is called with ${methods.join(', ')}, not ${quote(method)}.`,
  );
}

function matchSegments(
  template: readonly Segment[],
  segments: readonly string[],
): Readonly<Record<string, string>> | undefined {
  const members: [string, string][] = [];
  for (const [index, expected] of template.entries()) {
    const given = segments[index] ?? '';
    if ('label' in expected) {
      // A label is never empty (Smithy, httpLabel trait).
      if (given === '') return undefined;
      members.push([expected.label, given]);
    } else if (given !== expected.literal) {
      return undefined;
    }
  }
  return Object.fromEntries(members);
}

/** @throws HttpRefusal 400 where the text is not percent-encoded UTF-8 */
export function decodeOnce(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw badRequest(`${quote(text)} is not percent-encoded UTF-8.`);
  }
}
