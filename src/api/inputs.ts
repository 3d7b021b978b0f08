import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { AppError } from '../core/errors.ts';
import { jsonFault, MOST_REASON, nameFault, numberFault, textFault } from '../core/storable.ts';

/** What is wrong with a given value, beginning with its place; null for nothing. */
type Check = (value: unknown, place: string) => string | null;

/** Fields that hold what people or models wrote; all other texts are names, ids and filters. */
const WRITTEN = new Set(['text']);

/**
 * Holds every argument of every field to what can be kept, over HTTP and WebSocket alike: a text or number that cannot
 * is refused with the name of its field, before anything is asked of the database.
 */
export function checkInputs(schema: GraphQLSchema): void {
  const checkOf = openChecks();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) checkField(field, checkOf);
  }
}

function checkField(
  field: GraphQLField<unknown, unknown>,
  checkOf: (type: GraphQLInputType, name: string) => Check | null,
): void {
  const checks = field.args.flatMap(({ name, type }) => {
    const check = checkOf(type, name);
    return check ? [{ name, check }] : [];
  });
  if (checks.length === 0) return;
  const checked =
    <Result>(go: (...given: Parameters<typeof defaultFieldResolver>) => Result) =>
    (...given: Parameters<typeof defaultFieldResolver>): Result => {
      for (const { name, check } of checks) {
        // An `input` says nothing of itself: its fields are what people wrote.
        const fault = check(given[1][name], name === 'input' ? '' : name);
        if (fault) throw new AppError('INVALID_INPUT', fault);
      }
      return go(...given);
    };
  if (field.subscribe) field.subscribe = checked(field.subscribe);
  else field.resolve = checked(field.resolve ?? defaultFieldResolver);
}

/** Checks by type; those of input types are made once, since they may hold each other. Null where nothing can be wrong. */
function openChecks() {
  const made = new Map<string, Check | null>();
  const checkOf = (type: GraphQLInputType, name: string): Check | null => {
    if (isNonNullType(type)) return checkOf(type.ofType, name);
    if (isListType(type)) {
      const check = checkOf(type.ofType, name);
      return (
        check &&
        ((value, place) => (Array.isArray(value) ? ofList(value, check, place) : check(value, place)))
      );
    }
    if (isEnumType(type)) return null;
    if (!isInputObjectType(type)) return ofScalar(type.name, name);
    const known = made.get(type.name);
    if (known !== undefined) return known;
    // A field that holds the type again asks for it while it is being made.
    let check: Check | null = null;
    made.set(type.name, (value, place) => check?.(value, place) ?? null);
    const fields = Object.values(type.getFields()).flatMap((field) => {
      const inner = checkOf(field.type, field.name);
      return inner ? [{ name: field.name, inner }] : [];
    });
    check = fields.length > 0 ? (value, place) => ofObject(value, fields, place) : null;
    made.set(type.name, check);
    return check;
  };
  return checkOf;
}

function ofList(values: readonly unknown[], check: Check, place: string): string | null {
  for (const [index, value] of values.entries()) {
    const fault = check(value, `${place}[${index}]`);
    if (fault) return fault;
  }
  return null;
}

function ofObject(
  value: unknown,
  fields: readonly { name: string; inner: Check }[],
  place: string,
): string | null {
  if (typeof value !== 'object' || value === null) return null;
  for (const { name, inner } of fields) {
    const fault = inner((value as Record<string, unknown>)[name], place === '' ? name : `${place}.${name}`);
    if (fault) return fault;
  }
  return null;
}

function ofScalar(scalar: string, name: string): Check | null {
  if (scalar === 'JSONObject') return jsonFault;
  if (scalar === 'Float')
    return (value, place) =>
      told(place, typeof value === 'number' && !Number.isFinite(value) ? numberFault(value) : null);
  if (scalar !== 'String' && scalar !== 'ID') return null;
  const most = name === 'reason' ? MOST_REASON : undefined;
  const faultOf = WRITTEN.has(name) ? textFault : (text: string) => nameFault(text, most);
  return (value, place) => told(place, typeof value === 'string' ? faultOf(value) : null);
}

const told = (place: string, fault: string | null): string | null => fault && `${place}: ${fault}`;
