import type { Knex } from "knex";
import { limitLockWait, protectTenantTable } from "../tenant-table.ts";

const KINDS = [
  { type: "capability", table: "capabilities" },
  { type: "competency", table: "competencies" },
  { type: "skill", table: "skills" },
] as const;

/**
 * `active_name_marks`: by what words, and pairs of words, each active name can be found. Whoever looks for names like
 * one reads a few entries of each of its marks, so that the time it takes does not grow with the catalog; a trigram
 * index reads the lists of trigrams that most names have, which grow with it.
 *
 * A name's marks are the pairs of its four longest words and the three longest alone, words cut to five letters, which
 * does for a stem in Spanish and English alike. PostgreSQL keeps them, so that nothing that makes an entity active can
 * forget it; the triggers run as the owner, since the service may not write here.
 *
 * Writes to the three tables wait while the names that are active already get their marks, a minute for a million.
 */
export async function up(trx: Knex): Promise<void> {
  await limitLockWait(trx);
  await trx.raw(`
    CREATE FUNCTION catalog.name_marks(search_key text) RETURNS integer[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $function$
      WITH word AS (
        SELECT "left"(each, 5) AS stem, max(char_length(each)) AS length
        FROM unnest(string_to_array(translate(search_key, '.,;:()[]{}/_-''"&|!¡¿%*@=<>~', repeat(' ', 28)), ' ')) AS each
        WHERE each <> '' AND each <> ALL ('{a,an,and,as,at,by,for,from,in,into,of,on,or,the,to,with,within,its,their,about,al,ante,bajo,con,contra,de,del,desde,e,el,en,entre,hacia,hasta,la,las,lo,los,para,por,segun,sin,sobre,su,sus,tras,un,una,uno,y,o}'::text[])
        GROUP BY 1
      ), ranked AS (
        SELECT stem, row_number() OVER (ORDER BY length DESC, stem) AS rank FROM word
      ), mark AS (
        SELECT stem AS text FROM ranked WHERE rank <= 3
        UNION ALL
        SELECT least(one.stem, other.stem) || ' ' || greatest(one.stem, other.stem)
        FROM ranked AS one JOIN ranked AS other ON other.rank > one.rank AND other.rank <= 4
      )
      SELECT coalesce(array_agg(DISTINCT hashtext(text)), '{}') FROM mark
    $function$;

    CREATE TABLE catalog.active_name_marks (
      organization_id bigint NOT NULL,
      type text NOT NULL,
      mark integer NOT NULL,
      entity_id bigint NOT NULL,
      characters smallint NOT NULL,
      PRIMARY KEY (organization_id, type, mark, entity_id) INCLUDE (characters)
    );
    COMMENT ON TABLE catalog.active_name_marks IS 'By which marks each active entity is found; kept by triggers.';
    COMMENT ON COLUMN catalog.active_name_marks.characters IS 'The length of the name, to prefer names about as long.';
  `);
  await protectTenantTable(trx, "catalog", "active_name_marks", ["INSERT", "UPDATE"]);
  await createTriggerFunctions(trx);
  for (const { type, table } of KINDS) {
    await trx.raw(`
      CREATE TRIGGER mark_inserted_names AFTER INSERT ON catalog.${table} FOR EACH ROW
        WHEN (NEW.status = 'active') EXECUTE FUNCTION catalog.mark_inserted_name('${type}');
      CREATE TRIGGER mark_updated_names AFTER UPDATE ON catalog.${table}
        REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION catalog.mark_updated_names('${type}');

      INSERT INTO catalog.active_name_marks (organization_id, type, mark, entity_id, characters)
      SELECT organization_id, '${type}', mark, id, char_length(search_key)
      FROM catalog.${table}, unnest(catalog.name_marks(search_key)) AS mark WHERE status = 'active';
    `);
  }
}

async function createTriggerFunctions(trx: Knex): Promise<void> {
  await trx.raw(`
    CREATE FUNCTION catalog.mark_inserted_name() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $function$
    BEGIN
      INSERT INTO catalog.active_name_marks (organization_id, type, mark, entity_id, characters)
      SELECT NEW.organization_id, TG_ARGV[0], mark, NEW.id, char_length(NEW.search_key)
      FROM unnest(catalog.name_marks(NEW.search_key)) AS mark;
      RETURN NULL;
    END
    $function$;

    CREATE FUNCTION catalog.mark_updated_names() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $function$
    BEGIN
      IF EXISTS (SELECT FROM old_rows WHERE status = 'active') THEN
        DELETE FROM catalog.active_name_marks AS held
        USING old_rows AS was, new_rows AS is_now, unnest(catalog.name_marks(was.search_key)) AS gone
        WHERE was.status = 'active' AND is_now.organization_id = was.organization_id AND is_now.id = was.id
          AND (is_now.status <> 'active' OR is_now.search_key <> was.search_key)
          AND held.organization_id = was.organization_id AND held.type = TG_ARGV[0] AND held.mark = gone
          AND held.entity_id = was.id;
      END IF;
      IF EXISTS (SELECT FROM new_rows WHERE status = 'active') THEN
        INSERT INTO catalog.active_name_marks (organization_id, type, mark, entity_id, characters)
        SELECT is_now.organization_id, TG_ARGV[0], mark, is_now.id, char_length(is_now.search_key)
        FROM new_rows AS is_now, unnest(catalog.name_marks(is_now.search_key)) AS mark
        WHERE is_now.status = 'active'
        ON CONFLICT DO NOTHING;
      END IF;
      RETURN NULL;
    END
    $function$;
    REVOKE ALL ON FUNCTION catalog.mark_inserted_name, catalog.mark_updated_names FROM PUBLIC;
  `);
}

export async function down(trx: Knex): Promise<void> {
  await limitLockWait(trx);
  for (const { table } of KINDS) {
    await trx.raw(`
      DROP TRIGGER mark_updated_names ON catalog.${table};
      DROP TRIGGER mark_inserted_names ON catalog.${table};
    `);
  }
  await trx.raw(`
    DROP FUNCTION catalog.mark_updated_names;
    DROP FUNCTION catalog.mark_inserted_name;
    DROP TABLE catalog.active_name_marks;
    DROP FUNCTION catalog.name_marks;
  `);
}
