import { v7 } from 'uuid';
import { AppError } from './errors.ts';

/** A UUIDv7: sorts by time of creation, so indexes grow at their end. */
export const newId = (): string => v7();

/** The types that `node(id:)` can find. */
export type NodeType =
  | 'Benchmark'
  | 'Question'
  | 'Model'
  | 'Run'
  | 'Response'
  | 'Judge'
  | 'Evaluation'
  | 'Worker';

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Relay global id: base64url of `Type:uuid`. Clients treat it as opaque. */
export function toGlobalId(type: NodeType, id: string): string {
  return Buffer.from(`${type}:${id}`).toString('base64url');
}

/** Null when the text is no id of ours. */
export function parseGlobalId(globalId: string): { type: string; id: string } | null {
  const [type, id, ...rest] = Buffer.from(globalId, 'base64url').toString().split(':');
  return type && id && rest.length === 0 && UUID.test(id) ? { type, id } : null;
}

/** The uuid in a global id of the given type. Throws INVALID_INPUT naming the field. */
export function fromGlobalId(type: NodeType, globalId: string, field: string): string {
  const parsed = parseGlobalId(globalId);
  if (parsed?.type !== type)
    throw new AppError('INVALID_INPUT', `${field}: "${globalId}" is not the id of a ${type}`);
  return parsed.id;
}
