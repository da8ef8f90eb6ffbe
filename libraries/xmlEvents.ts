/**
 * The one door to saxes, a strict reader of XML piece by piece: a workbook's sheet can be too large
 * to be held whole, and a long reply must not hold up others. Load it when one is read, never at the top
 * of a module.
 */
export { SaxesParser } from 'saxes';
