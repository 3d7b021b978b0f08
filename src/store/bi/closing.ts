import { sql } from 'drizzle-orm';
import type { Db, Tx } from '../database.ts';

/** Something a reader can reach besides its views, since everybody can. */
export interface Opening {
  what: string;
  /** The statement that closes it, for somebody who may. */
  remedy: string;
}

/**
 * Functions that anybody may call and that write, wait or hold something others need: large objects, advisory locks (our
 * migrations take one), transaction ids (an open one holds back the events), the log, notifications.
 */
const HARMFUL =
  '^(lo_.*|loread|lowrite|pg_(try_)?advisory_.*|pg_sleep.*|pg_notify|pg_logical_emit_message|pg_export_snapshot|pg_current_xact_id|txid_current)$';

/**
 * Takes from everybody what a reader must not have: PostgreSQL cannot take it from one role. The owner of the tables
 * keeps it. What this connection may not take stays, and `findOpenings` tells.
 */
export async function closeForReaders(tx: Tx): Promise<void> {
  await tx.execute(sql`
    do $$
    declare
      owner text := (select quote_ident(rolname) from pg_roles r join pg_namespace n on n.nspowner = r.oid where n.nspname = 'bi');
      f record;
    begin
      if pg_has_role(current_user, (select datdba from pg_database where datname = current_database()), 'usage') then
        execute format('grant temporary on database %I to %s', current_database(), owner);
        execute format('revoke temporary on database %I from public', current_database());
      end if;
      if (select rolsuper from pg_roles where rolname = current_user) then
        for f in select p.oid::regprocedure::text as name from pg_proc p
          where p.pronamespace = 'pg_catalog'::regnamespace and p.proname ~ ${sql.raw(`'${HARMFUL}'`)}
            and exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
              where a.grantee = 0 and a.privilege_type = 'EXECUTE')
        loop
          execute format('grant execute on function %s to %s', f.name, owner);
          execute format('revoke execute on function %s from public', f.name);
        end loop;
      end if;
    end $$`);
}

/** Shuts the server's other databases to roles that were not let in. Only for a server that holds nothing but ours. */
export async function closeOtherDatabases(db: Db): Promise<void> {
  const { rows } = await db.execute<{ name: string }>(sql`
    select datname as name from pg_database d where datallowconn and datname <> current_database()
      and exists (select from aclexplode(coalesce(datacl, acldefault('d', datdba))) a
        where a.grantee = 0 and a.privilege_type = 'CONNECT')`);
  for (const { name } of rows)
    await db.execute(sql`revoke connect on database ${sql.identifier(name)} from public`);
}

/** What a reader of this name can reach besides its views. */
export async function findOpenings(db: Db, name: string): Promise<Opening[]> {
  const { rows } = await db.execute<Opening & Record<string, unknown>>(sql`
    select 'temporary tables' as what, format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database()) as remedy
    where has_database_privilege(${name}, current_database(), 'TEMPORARY')
    union all
    select format('the database %s', datname), format('REVOKE CONNECT ON DATABASE %I FROM PUBLIC', datname)
    from pg_database where datallowconn and datname <> current_database() and has_database_privilege(${name}, datname, 'CONNECT')
    union all
    select format('new objects in schema %s', nspname), format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC', nspname)
    from pg_namespace where has_schema_privilege(${name}, oid, 'CREATE')
    union all
    select format('the function %s', p.oid::regprocedure), format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', p.oid::regprocedure)
    from pg_proc p where p.pronamespace = 'pg_catalog'::regnamespace and p.proname ~ ${HARMFUL}
      and has_function_privilege(${name}, p.oid, 'EXECUTE')
    union all
    select format('%I.%I', n.nspname, c.relname), format('REVOKE ALL ON %I.%I FROM PUBLIC', n.nspname, c.relname)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema', 'bi', 'bi_v1')
      and has_schema_privilege(${name}, n.oid, 'USAGE')
      and (has_table_privilege(${name}, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE') or has_any_column_privilege(${name}, c.oid, 'SELECT'))`);
  return rows;
}
