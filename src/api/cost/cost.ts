import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql';
import { PAGE_CAP } from '../../store/pages.ts';
import { type Price, type PriceOf, pricesOf } from './prices.ts';

/** What a query may cost: the objects that may come back, each at its price. */
export interface Cost {
  total: number;
  /** The field that costs most by itself, with the fields that lead to it; null for a query of no cost. */
  dearest: { path: string; cost: number } | null;
}

export interface Request {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  /** As coerced, with defaults. */
  variables: Readonly<Record<string, unknown>>;
}

/** A page size that is left out, as a connection takes it. */
const PAGE_DEFAULT = 20;

/** A document small enough to be sent can name more paths than can be walked; what is counted by then is above any limit. */
const MOST_VISITS = 50_000;

/** Costs requests by the prices of `schema`, as they would be executed: fields of one name are one field. */
export function openCosts(schema: GraphQLSchema): (request: Request) => Cost {
  const priceOf = pricesOf(schema);
  return (request) => new Walk(schema, priceOf, request).cost();
}

/** Lists that a field above has sized. */
type Sized = { fields: readonly string[]; size: number } | null;

class Walk {
  readonly #schema: GraphQLSchema;
  readonly #priceOf: PriceOf;
  readonly #request: Request;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  #visits = 0;
  #dearest: Cost['dearest'] = null;

  constructor(schema: GraphQLSchema, priceOf: PriceOf, request: Request) {
    this.#schema = schema;
    this.#priceOf = priceOf;
    this.#request = request;
    this.#fragments = new Map(
      request.document.definitions.flatMap((one) =>
        one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [],
      ),
    );
  }

  cost(): Cost {
    const { operation } = this.#request;
    const root = this.#schema.getRootType(operation.operation);
    const total = root ? this.#within(root, [operation.selectionSet], 1, '', null) : 0;
    return { total: this.#visits > MOST_VISITS ? Number.POSITIVE_INFINITY : total, dearest: this.#dearest };
  }

  /** What all is asked of `times` objects costs. */
  #within(
    type: GraphQLNamedType,
    sets: readonly SelectionSetNode[],
    times: number,
    path: string,
    sized: Sized,
  ): number {
    // Each object is of one type: the dearest could be all of them.
    if (isAbstractType(type)) {
      const costs = this.#schema
        .getPossibleTypes(type)
        .map((one) => this.#within(one, sets, times, path, sized));
      return Math.max(0, ...costs);
    }
    if (!isObjectType(type)) return 0;
    let total = 0;
    for (const [key, nodes] of this.#fieldsOf(type, sets)) {
      if (++this.#visits > MOST_VISITS) return total;
      const [node] = nodes as [FieldNode];
      const field = this.#definitionOf(type, node);
      if (field) total += this.#field(type, field, nodes, times, path === '' ? key : `${path}.${key}`, sized);
    }
    return total;
  }

  #field(
    parent: GraphQLObjectType,
    field: GraphQLField<unknown, unknown>,
    nodes: readonly FieldNode[],
    times: number,
    path: string,
    sized: Sized,
  ): number {
    const price = this.#priceOf(parent.name, field);
    const asked = this.#asked(price, field, nodes[0] as FieldNode);
    const isSized = sized?.fields.includes(field.name);
    const ownSize = price.sizedFields.length > 0 ? null : asked;
    const size = isSized ? sized?.size : (ownSize ?? price.size);
    const count = times * (size ?? 1);
    const own = count * price.weight;
    if (own > (this.#dearest?.cost ?? 0)) this.#dearest = { path, cost: own };
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    if (sets.length === 0 || count === 0) return own;
    const below = asked === null || price.sizedFields.length === 0 ? null : asked;
    const lists = below === null ? null : { fields: price.sizedFields, size: below };
    return own + this.#within(getNamedType(field.type), sets, count, path, lists);
  }

  /** How many an argument asks for; null where none does. */
  #asked({ slicedBy, size }: Price, field: GraphQLField<unknown, unknown>, node: FieldNode): number | null {
    if (slicedBy === null) return null;
    let value: unknown;
    try {
      value = getArgumentValues(field, node, this.#request.variables as Record<string, unknown>)[slicedBy];
    } catch {
      // It may be known where it is executed, so as much as there can be.
      return PAGE_CAP;
    }
    if (Array.isArray(value)) return value.length;
    if (typeof value === 'number') return Math.min(Math.max(value, 0), PAGE_CAP);
    return size ?? PAGE_DEFAULT;
  }

  #definitionOf(type: GraphQLObjectType, node: FieldNode): GraphQLField<unknown, unknown> | undefined {
    const name = node.name.value;
    if (type === this.#schema.getQueryType()) {
      if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
      if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    }
    return type.getFields()[name];
  }

  /** The fields that an object of `type` is asked for, by the name in the answer. */
  #fieldsOf(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): Map<string, FieldNode[]> {
    const fields = new Map<string, FieldNode[]>();
    const seen = new Set<string>();
    const collect = (selection: SelectionNode): void => {
      if (!this.#isAsked(selection)) return;
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const others = fields.get(key);
        if (others) others.push(selection);
        else fields.set(key, [selection]);
        return;
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = this.#fragments.get(selection.name.value);
        if (!fragment || seen.has(fragment.name.value)) return;
        seen.add(fragment.name.value);
        if (this.#applies(fragment.typeCondition.name.value, type))
          fragment.selectionSet.selections.forEach(collect);
        return;
      }
      if (!selection.typeCondition || this.#applies(selection.typeCondition.name.value, type))
        selection.selectionSet.selections.forEach(collect);
    };
    for (const { selections } of sets) selections.forEach(collect);
    return fields;
  }

  #applies(condition: string, type: GraphQLObjectType): boolean {
    if (condition === type.name) return true;
    const named = this.#schema.getType(condition);
    return isAbstractType(named) && this.#schema.isSubType(named, type);
  }

  #isAsked(selection: SelectionNode): boolean {
    if (!selection.directives?.length) return true;
    const variables = this.#request.variables as Record<string, unknown>;
    const skip = getDirectiveValues(GraphQLSkipDirective, selection, variables);
    const include = getDirectiveValues(GraphQLIncludeDirective, selection, variables);
    return skip?.['if'] !== true && include?.['if'] !== false;
  }
}
