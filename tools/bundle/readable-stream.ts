import { EventEmitter } from 'events';

/**
 * Replaces the base class of exceljs's output buffer, which defines all methods itself and inherits
 * only the events.
 */
export class Duplex extends EventEmitter {}
