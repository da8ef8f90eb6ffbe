import { isRecord } from '../../gateways/wire/json';
import { zonesOfNumber, type NumberZones } from '../../messages/hours/numberZones';
import { SendingHours, type Opening } from '../../messages/hours/sendingHours';
import { readHours, readZone } from '../../messages/hours/settings';
import { Refusal } from '../../messages/refusal';
import type { ItemParameters } from './parameters';

/** The rules of one item's messages: when they may be sent, how long they may be, and what they cost. */
export interface Rules {
	/** Null if the option was not added. */
	hours: ItemHours | null;
	/** The most parts of a message; 0 for no limit. */
	maxParts: number;
	/** What a part costs, in the user's currency; 0 if it is not known. */
	pricePerPart: number;
}

/** The sending hours of one item. */
export interface ItemHours {
	hours: SendingHours;
	/** Null if the zone comes from the number. */
	zones: readonly string[] | null;
}

/** When a message may be sent. */
export interface MessageHours {
	hours: SendingHours;
	/** Empty if no country has the number. */
	zones: readonly string[];
	/** Whether the number tells its zones; otherwise they are all of its country. */
	isKnown: boolean;
}

/** The names of the options that limit a run, as the editor shows them. */
const LABELS = {
	maxParts: 'Max Parts',
	pricePerPart: 'Price per Part',
	maxCost: 'Max Cost',
	requestsPerSecond: 'Requests per Second',
} as const;

/** Reads the rules of a run's items. Items with the same hours share what is known of them. */
export class RuleReader {
	private readonly hours = new Map<string, SendingHours>();

	private readonly zones = new Map<string, readonly string[]>();

	/** @throws Refusal when a setting is not valid */
	rulesOf(item: ItemParameters): Rules {
		limitOf(item, 'requestsPerSecond');
		return {
			hours: this.hoursOf(item),
			maxParts: limitOf(item, 'maxParts'),
			pricePerPart: limitOf(item, 'pricePerPart'),
		};
	}

	/**
	 * @throws Refusal when the option was added and has no hours: messages at any hour would be a surprise. n8n removes
	 *   what is not in the fields, e.g. an expression in place of the hours.
	 */
	private hoursOf(item: ItemParameters): ItemHours | null {
		if (!item.hasOption('sendingHours')) return null;
		const option = item.option('sendingHours');
		const given = isRecord(option) ? option.hours : undefined;
		if (!isRecord(given)) {
			throw new Refusal(
				'INVALID_PARAMETER',
				'Sending Hours has no hours',
				'Add hours to the option "Sending Hours", or remove the option. Only its fields can be expressions.',
			);
		}
		const { from, to, days, timeZone } = given;
		const key = JSON.stringify([from, to, days]);
		let hours = this.hours.get(key);
		if (hours === undefined) {
			hours = new SendingHours(readHours(from, to, days));
			this.hours.set(key, hours);
		}
		return { hours, zones: this.zonesOf(timeZone) };
	}

	private zonesOf(timeZone: unknown): readonly string[] | null {
		const zone = readZone(timeZone);
		if (zone === null) return null;
		let zones = this.zones.get(zone);
		if (zones === undefined) this.zones.set(zone, (zones = [zone]));
		return zones;
	}
}

function limitOf(item: ItemParameters, name: keyof typeof LABELS): number {
	return item.hasOption(name) ? budgetNumber(name, item.option(name)) : 0;
}

/**
 * A number of the options that limit a run.
 *
 * @throws Refusal when it is not a number: no limit at all would be a surprise
 */
export function budgetNumber(name: keyof typeof LABELS, value: unknown): number {
	if (value === '') return 0;
	const isWritten = typeof value === 'string' && value.trim() !== '';
	const number = isWritten || typeof value === 'number' ? Number(value) : NaN;
	if (number >= 0 && number <= Number.MAX_SAFE_INTEGER) return number;
	throw new Refusal(
		'INVALID_PARAMETER',
		`"${LABELS[name]}" must be 0 or a positive number`,
		'Enter a number in the node’s options; 0 means no limit.',
	);
}

/**
 * When the message to a number may be sent.
 *
 * @param to E.164
 * @returns null zones if nobody knows where the number is
 */
export function zonesFor({ zones }: ItemHours, to: string): NumberZones {
	return zones === null ? zonesOfNumber(to) : { zones, isKnown: true };
}

/** Whether a message may be sent now. */
export function openingAt({ hours, zones }: MessageHours, now: number): Opening {
	return hours.at(zones, now);
}
