/**
 * What stands around a number and tells what it is. Each pattern ends at the number and allows only its own words in between, so that no
 * pattern reaches across another value: that is what keeps redaction idempotent.
 */

const lookBehind = 64;

/** The text just before `position`, on the same line, at most 64 characters: what the patterns below are matched against. */
export function leadIn(text: string, position: number): string {
  const window = text.slice(Math.max(0, position - lookBehind), position);
  return window.slice(window.lastIndexOf("\n") + 1);
}

const documentWord =
  "pedidos?|[oó]rden(?:es)?|orders?|facturas?|invoices?|lotes?|batch|sku|tickets?|folio|expediente|contratos?|contracts?|gu[ií]a|" +
  "tracking|series?|serial|c[oó]digos?|codes?|[ií]tems?|partes?|parts?|modelos?|matr[ií]cula|acta|acuerdo|decreto|resoluci[oó]n|" +
  "circular|oficio|cuenta contable|account|id|ref|referencia|versi[oó]n(?:es)?|version|build|cost cent(?:er|re)|centro de costos?|" +
  "productos?|caja|proyecto|imei|ean|isbn|norma|ley|art[ií]culo|plano|activo|equipo|puestos?";

const documentLeadIn = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${documentWord})(?:\\s+(?:de (?:compra|despacho|servicio|trabajo)|intern[oa]|es|is|n[.]?[º°o][.]?|no[.]?|number|n[uú]mero|#)){0,2}[\\s:#.º°=(-]{0,3}(?:(?=[\\p{L}.-]{0,10}\\d)[\\p{L}\\d.-]{3,20}(?:,|/| [yeoa]| and| or| to)\\s?){0,4}$`,
  "iu",
);

/** Whether the number at `position` is introduced, alone or in a list, as a document's, product's or record's ("factura N° …", "SKU …", "build …"). */
export function isDocumentNumber(text: string, position: number): boolean {
  return documentLeadIn.test(leadIn(text, position));
}

const currencyBefore = /(?:[$€£]|(?<!\p{L})(?:CLP|USD|EUR|MXN|ARS|BRL|COP|PEN|GBP|UF|UTM))\s?$/iu;
const quantityAfter =
  /\s?(?:[€$£%‰°]|(?:CLP|USD|EUR|MXN|ARS|BRL|COP|PEN|GBP|UF|UTM|MM|pesos|euros|d[oó]lares|dollars|reales|soles|mil|millones|millions?|billones|personas|people|habitantes|trabajadores|empleados|unidades|units|horas?|hours|min|minutos|d[ií]as?|meses|toneladas|kg|km|m2|kWh)(?![\p{L}\p{N}]))/iuy;

/** Whether `start`..`end` is an amount or a quantity: a currency stands before it, or a currency or unit after it. */
export function isQuantity(text: string, start: number, end: number): boolean {
  quantityAfter.lastIndex = end;
  return quantityAfter.test(text) || currencyBefore.test(leadIn(text, start));
}
