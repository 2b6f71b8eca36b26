/** A text in the languages of the product's operators. */
export interface Text {
  readonly es: string;
  readonly en: string;
}

export type Language = keyof Text;

/** The installations that a runbook deploys to. */
export const ENVIRONMENTS = ["staging", "production"] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

/** The post-deployment checklist. Each item is ticked by the step that checks it, and by nothing else. */
export const CHECKLIST = {
  backup: {
    es: "Respaldo verificado y restaurable",
    en: "Backup verified and restorable",
  },
  migrations: { es: "Migraciones aplicadas", en: "Migrations applied" },
  backfill: {
    es: "Backfill ejecutado y conteos válidos",
    en: "Backfill run and counts valid",
  },
  import: {
    es: "Importación automática probada con tres escenarios de ejemplo",
    en: "Automatic import tried with three example scenarios",
  },
  incubating: {
    es: "Entidades en incubación visibles",
    en: "Incubating entities shown",
  },
  promotion: {
    es: "La promoción funciona y queda registrada en la auditoría",
    en: "Promotion works and audit recorded",
  },
  flag: {
    es: "`import_generation` apagado en producción",
    en: "`import_generation` off in production",
  },
} as const satisfies Record<string, Text>;

export type ChecklistItem = keyof typeof CHECKLIST;
export const CHECKLIST_ITEMS = Object.keys(CHECKLIST) as ChecklistItem[];

/** One step of the runbook: what it does, what it checks, and why. */
export interface RunbookStep {
  readonly title: Text;
  readonly does: Text;
  readonly checks: Text;
  readonly why: Text;
  /** What a person must decide before it. */
  readonly asks?: Text;
  /** The item that it ticks. */
  readonly ticks?: ChecklistItem;
}

/** The whole deployment, in order. */
export const RUNBOOK = {
  preflight: {
    title: { es: "Comprobaciones previas", en: "Pre-flight" },
    does: {
      es: "Anota commit, operador y base de datos; busca pg_dump; lee lo pendiente.",
      en: "Notes commit, operator and database; finds pg_dump; reads what is pending.",
    },
    checks: {
      es: "La base, Unleash con sus tres flags y cada gateway responden; no corre otro despliegue.",
      en: "Database, Unleash with its three flags and every gateway answer; no other deployment is at work.",
    },
    why: {
      es: "Lo que falta se descubre antes de tocar nada.",
      en: "What is missing is found before anything is touched.",
    },
  },
  backup: {
    title: { es: "Respaldo", en: "Backup" },
    does: {
      es: "Hace un respaldo nuevo (o toma el de --backup) y lo restaura en una base temporal, que se borra.",
      en: "Makes a new backup (or takes that of --backup) and restores it into a scratch database, which is dropped.",
    },
    checks: {
      es: "Es de esta base, llega hasta ahora, y todas las tablas coinciden por conteo y suma de verificación.",
      en: "It is of this database, reaches up to now, and every table is the same by count and checksum.",
    },
    why: {
      es: "Que un archivo exista no prueba que se pueda volver atrás.",
      en: "That a file exists does not prove that there is a way back.",
    },
    ticks: "backup",
  },
  "maintenance-on": {
    title: { es: "Mantenimiento: encender", en: "Maintenance on" },
    does: {
      es: "Enciende `maintenance_mode` con el aviso a los usuarios.",
      en: "Turns `maintenance_mode` on with a notice to the users.",
    },
    checks: { es: "Cada gateway lo confirma.", en: "Every gateway confirms it." },
    why: {
      es: "Nadie escribe mientras cambia el esquema.",
      en: "Nobody writes while the schema changes.",
    },
    asks: {
      es: "Desde aquí se cambian datos: cerrar la API, migrar y rellenar.",
      en: "From here on data are changed: close the API, migrate, backfill.",
    },
  },
  migrate: {
    title: { es: "Migraciones", en: "Migrations" },
    does: {
      es: "Ejecuta las migraciones pendientes de ambos esquemas.",
      en: "Runs the pending migrations of both schemas.",
    },
    checks: {
      es: "Ninguna queda pendiente; índices y restricciones son válidos.",
      en: "None is left pending; indexes and constraints are valid.",
    },
    why: { es: "El código nuevo necesita su esquema.", en: "The new code needs its schema." },
    ticks: "migrations",
  },
  backfill: {
    title: { es: "Backfill de prompts aceptados", en: "Backfill of accepted prompts" },
    does: {
      es: "Planifica, aplica ese mismo plan y compara cada fila con su origen.",
      en: "Plans, applies that very plan and compares every row with its source.",
    },
    checks: {
      es: "Los conteos cuadran y todo escenario hecho de una generación tiene su prompt.",
      en: "Counts agree, and every scenario that was made from a generation has its prompt.",
    },
    why: {
      es: "La procedencia de lo aceptado antes no debe faltar ni cambiar en un byte.",
      en: "The provenance of what was accepted before must neither be missing nor differ in a byte.",
    },
    ticks: "backfill",
  },
  "maintenance-off": {
    title: { es: "Mantenimiento: apagar", en: "Maintenance off" },
    does: { es: "Apaga `maintenance_mode`.", en: "Turns `maintenance_mode` off." },
    checks: { es: "Cada gateway lo confirma.", en: "Every gateway confirms it." },
    why: { es: "Los usuarios vuelven en cuanto es seguro.", en: "Users return as soon as it is safe." },
  },
  checks: {
    title: { es: "Comprobaciones", en: "Checks" },
    does: {
      es: "Mira la base y cada gateway después del cambio.",
      en: "Looks at the database and at every gateway after the change.",
    },
    checks: {
      es: "Ninguna tabla perdió filas desde el respaldo; cada gateway está listo con todas sus dependencias.",
      en: "No table has lost a row since the backup; every gateway is ready with all that it depends on.",
    },
    why: {
      es: "Es el último momento en que volver atrás es barato.",
      en: "It is the last moment at which going back is cheap.",
    },
  },
  "flag-on": {
    title: { es: "Flag encendido en staging", en: "Flag on in staging" },
    does: {
      es: "Enciende `import_generation` en staging.",
      en: "Turns `import_generation` on in staging.",
    },
    checks: {
      es: "generation-service lo ve encendido.",
      en: "generation-service sees it on.",
    },
    why: {
      es: "La importación se prueba donde no hay clientes.",
      en: "The import is tried where there are no customers.",
    },
  },
  functional: {
    title: { es: "Prueba funcional con tres escenarios", en: "Functional test with three scenarios" },
    does: {
      es: "Genera tres escenarios de ejemplo y los acepta con importación, por la API.",
      en: "Generates three example scenarios and accepts them with import, through the API.",
    },
    checks: {
      es: "Cada importación termina con éxito y queda en import_audit; cada escenario tiene su prompt.",
      en: "Each import succeeds and stands in import_audit; each scenario has its prompt.",
    },
    why: {
      es: "Es el camino del usuario, de punta a punta.",
      en: "It is the users' way, end to end.",
    },
    ticks: "import",
  },
  incubation: {
    title: { es: "Incubación en la base y por la API", en: "Incubation in the database and through the API" },
    does: {
      es: "Cuenta las entidades incubadas de los tres escenarios en la base y en la API.",
      en: "Counts the incubating entities of the three scenarios in the database and through the API.",
    },
    checks: {
      es: "Ambas cuentas son iguales a lo que trae la respuesta del modelo.",
      en: "Both counts equal what the model's answer holds.",
    },
    why: {
      es: "Nada se pierde ni se duplica, y el revisor lo ve.",
      en: "Nothing is lost or doubled, and the reviewer sees it.",
    },
    ticks: "incubating",
  },
  promote: {
    title: { es: "Promoción y auditoría", en: "Promotion and audit" },
    does: {
      es: "Aprueba todo lo incubado y recalcula las cadenas de auditoría de todas las organizaciones.",
      en: "Approves all that incubates and recomputes the audit chains of every organization.",
    },
    checks: {
      es: "Cada entidad queda activa o fundida, con su evento de auditoría; ninguna cadena está rota.",
      en: "Each entity is active or merged, with its audit event; no chain is broken.",
    },
    why: {
      es: "Lo promovido es catálogo vivo: debe saberse quién lo hizo y por qué.",
      en: "What is promoted is live catalog: who did it and why must be known.",
    },
    ticks: "promotion",
  },
  watch: {
    title: { es: "Vigilancia", en: "Watch" },
    does: {
      es: "Sigue la salud, los errores, las importaciones fallidas y las consultas lentas durante --watch.",
      en: "Follows health, errors, failed imports and slow queries for --watch.",
    },
    checks: { es: "Nada pasa de sus umbrales.", en: "Nothing passes its threshold." },
    why: {
      es: "Algunos fallos tardan minutos en verse.",
      en: "Some failures take minutes to show.",
    },
  },
  "flag-off": {
    title: { es: "Flag apagado en producción", en: "Flag off in production" },
    does: {
      es: "En producción apaga `import_generation`; en staging solo mira el de producción.",
      en: "In production turns `import_generation` off; in staging only looks at production's.",
    },
    checks: {
      es: "Unleash dice que en producción está apagado.",
      en: "Unleash says that it is off in production.",
    },
    why: {
      es: "La importación se abre por organización, cuando alguien lo decide.",
      en: "The import is opened by organization, when somebody decides so.",
    },
    ticks: "flag",
  },
} as const satisfies Record<string, RunbookStep>;

export type StepId = keyof typeof RUNBOOK;
export const STEP_IDS = Object.keys(RUNBOOK) as StepId[];

/** A step by its id, with the fields that not every one has. */
export const stepOf = (id: StepId): RunbookStep => RUNBOOK[id];
