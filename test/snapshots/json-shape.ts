/** The form of a JSON value as text: names and types, nothing of the values. Members come sorted, list items merged into one form. */
export function jsonShape(value: unknown): string {
  return render(shapeOf(value), '');
}

type Shape =
  | { readonly kind: 'scalar'; readonly types: readonly string[] }
  | { readonly kind: 'list'; readonly item: Shape | undefined }
  | {
      readonly kind: 'object';
      readonly members: ReadonlyMap<string, { readonly shape: Shape; readonly optional: boolean }>;
    };

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;
const ARN = /^arn:aws[a-z-]*:/;

function shapeOf(value: unknown): Shape {
  if (Array.isArray(value)) {
    const items = value.map(shapeOf);
    return { kind: 'list', item: items.length === 0 ? undefined : items.reduce(merge) };
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(
      ([name, member]) => [name, { shape: shapeOf(member), optional: false }] as const,
    );
    return { kind: 'object', members: new Map(members) };
  }
  return { kind: 'scalar', types: [scalarType(value)] };
}

function scalarType(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value !== 'string') return typeof value;
  if (TIME.test(value)) return 'time';
  return ARN.test(value) ? 'arn' : 'string';
}

function merge(a: Shape, b: Shape): Shape {
  if (a.kind === 'list' && b.kind === 'list') {
    return {
      kind: 'list',
      item: a.item === undefined || b.item === undefined ? (a.item ?? b.item) : merge(a.item, b.item),
    };
  }
  if (a.kind === 'object' && b.kind === 'object') {
    const names = new Set([...a.members.keys(), ...b.members.keys()]);
    const members = [...names].map((name) => {
      const [one, other] = [a.members.get(name), b.members.get(name)];
      if (one === undefined || other === undefined) {
        const only = one ?? other;
        if (only === undefined) throw new Error('a member that neither has');
        return [name, { shape: only.shape, optional: true }] as const;
      }
      return [
        name,
        { shape: merge(one.shape, other.shape), optional: one.optional || other.optional },
      ] as const;
    });
    return { kind: 'object', members: new Map(members) };
  }
  const types = [a, b].flatMap((shape) => (shape.kind === 'scalar' ? shape.types : [shape.kind]));
  return { kind: 'scalar', types: [...new Set(types)].sort() };
}

function render(shape: Shape, indent: string): string {
  if (shape.kind === 'scalar') return shape.types.join('|');
  if (shape.kind === 'list') return shape.item === undefined ? '[]' : `[${render(shape.item, indent)}]`;
  if (shape.members.size === 0) return '{}';
  const inner = `${indent}  `;
  const lines = [...shape.members]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([name, { shape: member, optional }]) =>
        `${inner}${name}${optional ? '?' : ''}: ${render(member, inner)}`,
    );
  return `{\n${lines.join('\n')}\n${indent}}`;
}
