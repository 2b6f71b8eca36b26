/**
 * What stands before a number and tells what it is. Each pattern allows only its own words between the telling word and the number, never a
 * line break nor another value: that keeps redaction idempotent. Repetitions are bounded, which keeps it linear.
 */

/** A pattern that must match right up to a position. It looks backwards from there, so nothing is searched and nothing copied. */
export function endingHere(source: string): RegExp {
  return new RegExp(`(?<=${source})`, "iuy");
}

/** Whether the text right before `position` matches a pattern made by {@link endingHere}. */
export function precedes(pattern: RegExp, text: string, position: number): boolean {
  pattern.lastIndex = position;
  return pattern.test(text);
}

const documentWord =
  "pedidos?|[oó]rden(?:es)?|orders?|facturas?|invoices?|lotes?|batch|sku|tickets?|folio|expediente|contratos?|contracts?|gu[ií]a|" +
  "tracking|series?|serial|c[oó]digos?|codes?|[ií]tems?|partes?|parts?|modelos?|matr[ií]cula|acta|acuerdo|decreto|resoluci[oó]n|" +
  "circular|oficio|cuenta contable|account|id|ref|referencia|versi[oó]n(?:es)?|version|build|cost cent(?:er|re)|centro de costos?|" +
  "productos?|caja|proyecto|imei|ean|isbn|norma|ley|art[ií]culo|plano|activo|equipo|puestos?";
const adjective = "marco|electr[oó]nic[oa]|exent[oa]|postal|abiert[oa]|nuev[oa]|anterior|original|general";
const connective =
  "de (?:compra|despacho|servicio|trabajo|puesto)|intern[oa]|es|is|n\\.?[º°o]\\.?|nro\\.?|number|n[uú]mero|#";
/** The members of a list before the number in question: "Cost codes 100-20-3000, 200-30-4000 and …". */
const listed = "(?=[\\p{L}.-]{0,10}\\d)[\\p{L}\\d.-]{3,20}(?:,|/| [yeoa]| and| or| to)[ \\t]?";

const documentLeadIn = endingHere(
  `(?<![\\p{L}\\p{N}])(?:${documentWord})(?:[ \\t]{1,2}(?:${adjective}))?(?:[ \\t]{1,2}(?:${connective})){0,2}` +
    `[ \\t:#.º°=(-]{0,3}(?:${listed}){0,4}`,
);

/** Whether the number at `position` is introduced, alone or in a list, as a document's, product's or record's ("factura N° …", "SKU …"). */
export function isDocumentNumber(text: string, position: number): boolean {
  return precedes(documentLeadIn, text, position);
}

const currencyBefore = endingHere(
  "(?:[$€£]|(?<!\\p{L})(?:CLP|USD|EUR|MXN|ARS|BRL|COP|PEN|GBP|UF|UTM))[ \\t\\u00a0]?",
);
const quantityAfter =
  /\s?(?:[€$£%‰°]|(?:CLP|USD|EUR|MXN|ARS|BRL|COP|PEN|GBP|UF|UTM|MM|pesos|euros|d[oó]lares|dollars|reales|soles|mil|millones|millions?|billones|personas|people|habitantes|trabajadores|empleados|unidades|units|horas?|hours|min|minutos|d[ií]as?|meses|toneladas|barriles|hect[aá]reas|litros?|lit(?:er|re)s|kg|km|[kh]?m[23²³]|[kMG]Wh?)(?![\p{L}\p{N}]))/iuy;

/** Whether `start`..`end` is an amount or a quantity: a currency stands before it, or a currency or unit after it. */
export function isQuantity(text: string, start: number, end: number): boolean {
  quantityAfter.lastIndex = end;
  return quantityAfter.test(text) || precedes(currencyBefore, text, start);
}
