import type { LabelledValue } from "../labelled-value.ts";
import { endingHere, precedes } from "../surroundings.ts";
import { endsThere, hasStrongSign, isMixed, isPlain } from "./password-shape.ts";

/** What a "clave" opens when it is a password; "clave" alone is just as often a code or "the key to …". */
const accessWord =
  /acceso|wi-?fi|correo|e?-?mail|portal|sistema|usuari[oa]|ingreso|admin|\bred\b|servidor|server|vpn|secreta|temporal|login|cuenta|banco|caja fuerte/i;
const userBefore = endingHere("usuario\\s?[/y]\\s?");
/** Where "clave" is a label and no adjective ("competencias clave"): at the start of a line or an item. */
const opensItem = endingHere("(?:^|[\\n/|;,.({\"'`*][ \\t]?)");
const possessive = endingHere("(?<!\\p{L})(?:mi|tu|su) ");
const article = endingHere("(?<!\\p{L})la ");
/** The name of a programme as often as a password: "la clave es Equipo2030". */
const wordAndYear = /^\p{L}+(?:19|20)\d\d$/u;

/** A "clave" at `index` of `text`, and what stands `between` it and a value. */
export type Clave = { text: string; index: number; between: string };

/**
 * Whether `value` is the password of a "clave", which in Spanish is just as often a code or "the key to …": it has letters and digits, and
 * what it opens, a strong sign, or a label of its own ("Clave: Verano2024", "mi clave es Bodega2024") says that it is one.
 */
export function isPasswordOfClave(value: LabelledValue, clave: Clave): boolean {
  if (!isMixed(value.text) || !/\p{Ll}/u.test(value.text)) return false;
  if (accessWord.test(clave.between) || precedes(userBefore, clave.text, clave.index)) return true;
  return hasStrongSign(value.text) || isLabelledByItself(value, clave);
}

function isLabelledByItself(value: LabelledValue, { text, index, between }: Clave): boolean {
  if (!isPlain(value.text) || !endsThere(text, value.end)) return false;
  const direct = !/[\p{L}()]/u.test(between);
  if (direct && precedes(opensItem, text, index)) return true;
  if (!direct && !/^ es:? ?$/.test(between)) return false;
  return (
    precedes(possessive, text, index) || (precedes(article, text, index) && !wordAndYear.test(value.text))
  );
}
